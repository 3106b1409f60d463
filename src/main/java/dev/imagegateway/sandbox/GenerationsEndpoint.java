package dev.imagegateway.sandbox;

import java.util.Set;

/** {@code POST /v1/images/generations}, from the request to the answer. */
final class GenerationsEndpoint {

    /** The documented path, and the others that the vendor accepts or accepted. */
    static final Set<String> PATHS = Set.of(
            "/v1/images/generations",
            "/v1/images/generations/",
            "/images/generations",
            "/v1/images/generations/with-url");

    private final SandboxState state;
    private final Answers answers;

    GenerationsEndpoint(SandboxState state, Answers answers) {
        this.state = state;
        this.answers = answers;
    }

    Reply answer(Call call, Journal.Entry entry) throws InterruptedException {
        SandboxProperties settings = state.settings();
        Trace trace = Trace.of(call, state.now(), settings.responseProfile(), state.random());
        return switch (Admission.of(call, settings)) {
            case Admission.Refused refused -> refuse(refused, trace, entry);
            case Admission.Admitted admitted -> {
                entry.calledBy(admitted.key().prefix());
                int running = state.inFlight().incrementAndGet();
                try {
                    boolean crowded = settings.maxConcurrent() > 0 && running > settings.maxConcurrent();
                    yield crowded
                            ? refuse(Refusal.tooManyRequests(), admitted.key().prefix(), trace)
                            : hold(admitted, settings, trace, entry);
                } finally {
                    state.inFlight().decrementAndGet();
                }
            }
        };
    }

    private Reply hold(Admission.Admitted admitted, SandboxProperties settings, Trace trace, Journal.Entry entry)
            throws InterruptedException {
        Long fixed = settings.holdCredits();
        long hold = fixed != null
                ? fixed
                : settings.creditsPerImage() * admitted.request().count();
        if (!state.books().hold(hold)) {
            return refuse(Refusal.outOfCredits(), admitted.key().prefix(), trace);
        }
        try {
            return generate(admitted, settings, trace, entry);
        } finally {
            state.books().release(hold);
        }
    }

    private Reply generate(Admission.Admitted admitted, SandboxProperties settings, Trace trace, Journal.Entry entry)
            throws InterruptedException {
        GpuTime time = GpuTime.of(admitted.request(), settings.latency(), state.random());
        Thread.sleep(time.total());
        Generation generation = Artist.generate(
                trace, admitted.request(), time.inferenceSeconds(), state.now(), true, settings, state.random());
        generation.pictures().forEach(state.album()::add);
        state.books()
                .book(Booking.charged(
                        trace,
                        admitted.key().prefix(),
                        state.now(),
                        generation.pictures().size(),
                        generation.credits()));
        entry.billed(trace.inferenceId(), generation.credits());
        return Reply.json(Answers.status(generation), answers.body(generation)).with(Answers.headers(generation));
    }

    private Reply refuse(Admission.Refused refused, Trace trace, Journal.Entry entry) {
        if (refused.keyPrefix() == null) {
            return ErrorEnvelope.render(refused.refusal(), trace);
        }
        entry.calledBy(refused.keyPrefix());
        return refuse(refused.refusal(), refused.keyPrefix(), trace);
    }

    /** A refusal costs nothing, and the logs show it. */
    private Reply refuse(Refusal refusal, String keyPrefix, Trace trace) {
        state.books().book(Booking.free(trace, keyPrefix, GenerationRequest.MODEL, state.now(), false));
        return ErrorEnvelope.render(refusal, trace);
    }
}
