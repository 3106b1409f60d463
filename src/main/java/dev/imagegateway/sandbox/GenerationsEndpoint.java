package dev.imagegateway.sandbox;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/images/generations}. */
final class GenerationsEndpoint {

    /** The documented path, and others that the vendor accepts or accepted. */
    static final Set<String> PATHS = Set.of(
            "/v1/images/generations",
            "/v1/images/generations/",
            "/images/generations",
            "/v1/images/generations/with-url");

    private final SandboxState state;
    private final FaultyAnswers answers;

    GenerationsEndpoint(SandboxState state, AnswerBodies answers) {
        this.state = state;
        this.answers = new FaultyAnswers(answers, state.album());
    }

    /** Whether to close the connection before the body is read. */
    boolean closesBeforeBody(Call head) {
        Injection asked;
        try {
            asked = InjectionReader.ofHeaders(head);
        } catch (BadRule _) {
            return false; // answered once the body is read
        }
        Injection injection =
                asked == null ? state.faults().takeBeforeBody(Admission.keyPrefix(head, state.settings())) : asked;
        return injection != null && injection.fault() == ConnectionFault.CLOSE_BEFORE_BODY;
    }

    Reply answer(Call call, Journal.Entry entry) throws InterruptedException {
        SandboxProperties settings = state.settings();
        Injection asked = InjectionReader.ofHeaders(call);
        Trace trace = Trace.of(call, state.now(), settings.responseProfile(), state.random())
                .in(asked);
        return switch (Admission.of(call, settings, state.deprecations().withdrawn(state.now()))) {
            case Admission.Refused refused -> refuse(refused, trace, entry);
            case Admission.Authorized admitted -> {
                entry.calledBy(admitted.key().prefix());
                int running = state.inFlight().incrementAndGet();
                try {
                    boolean crowded = settings.maxConcurrent() > 0 && running > settings.maxConcurrent();
                    yield crowded
                            ? refuse(Refusal.tooManyRequests(), admitted, trace)
                            : hold(admitted, settings, trace, asked, entry);
                } finally {
                    state.inFlight().decrementAndGet();
                }
            }
        };
    }

    private Reply hold(
            Admission.Authorized admitted,
            SandboxProperties settings,
            Trace trace,
            @Nullable Injection asked,
            Journal.Entry entry)
            throws InterruptedException {
        Long fixed = settings.holdCredits();
        long hold = fixed != null
                ? fixed
                : admitted.request().cost(admitted.request().count(), settings);
        if (!state.books().hold(hold)) {
            return refuse(Refusal.outOfCredits(), admitted, trace);
        }
        try {
            DummyFault fault = DummyFault.of(admitted.request());
            Thread.sleep(fault.delay());
            if (fault.refusal() != null) {
                return refuse(fault.refusal(), admitted, trace);
            }
            Injection injection = asked == null
                    ? state.faults()
                            .take(admitted.key().prefix(), admitted.request().prompt())
                    : asked;
            return injection == null
                    ? generate(admitted, settings, trace, Injection.none(), entry)
                    : generate(admitted, settings, trace.in(injection), injection, entry.faulted(injection));
        } finally {
            state.books().release(hold);
        }
    }

    private Reply generate(
            Admission.Authorized admitted,
            SandboxProperties settings,
            Trace trace,
            Injection injection,
            Journal.Entry entry)
            throws InterruptedException {
        GpuTime time = GpuTime.of(admitted.request(), settings.latency(), state.random());
        boolean fails = !injection.bills() && injection.fault() instanceof ErrorFault;
        Thread.sleep(fails ? Duration.ZERO : time.total());
        Generation generation = Artist.generate(
                trace, admitted.request(), time.inferenceSeconds(), state.now(), injection, settings, state.random());
        book(generation, admitted.key(), injection, entry);
        Thread.sleep(injection.delay());
        return switch (injection.fault()) {
            case ErrorFault error ->
                FaultyErrors.render(error, injection, admitted.request().text("model"), trace, state.now());
            case ConnectionFault broken -> answers.render(generation, injection).over(broken.wire(injection));
            case AnswerFault _, ImageFault _ -> answers.render(generation, injection);
        };
    }

    /** Bills before the response is sent, so that a caller that disconnects is billed as well. */
    private void book(Generation generation, Key key, Injection injection, Journal.Entry entry) {
        generation.pictures().forEach(state.album()::add);
        if (injection.bills()) {
            state.books()
                    .book(Booking.charged(
                            generation.trace(),
                            key.prefix(),
                            generation.request().model().id(),
                            state.now(),
                            generation.pictures().size(),
                            generation.credits()));
        } else {
            boolean answered = injection.fault() instanceof AnswerFault || injection.fault() instanceof ImageFault;
            state.books()
                    .book(Booking.free(
                            generation.trace(),
                            key.prefix(),
                            generation.request().model().id(),
                            state.now(),
                            answered));
        }
        entry.billed(generation.trace().inferenceId(), generation.credits());
    }

    private Reply refuse(Admission.Refused refused, Trace trace, Journal.Entry entry) {
        if (refused.keyPrefix() == null) {
            return ErrorEnvelope.render(refused.refusal(), trace);
        }
        entry.calledBy(refused.keyPrefix());
        return refuse(refused.refusal(), refused.keyPrefix(), refused.model(), trace);
    }

    private Reply refuse(Refusal refusal, Admission.Authorized admitted, Trace trace) {
        return refuse(
                refusal, admitted.key().prefix(), admitted.request().model().id(), trace);
    }

    /** Records a refusal, which costs nothing but appears in the logs. */
    private Reply refuse(Refusal refusal, String keyPrefix, @Nullable String model, Trace trace) {
        state.books().book(Booking.free(trace, keyPrefix, model, state.now(), false));
        return ErrorEnvelope.render(refusal, trace);
    }
}
