package dev.imagegateway.sandbox;

import java.util.Map;

/** Finds the endpoint for a request. */
final class Router {

    private static final int MAX_BODY = 10 << 20; // the vendor's limit is unknown

    private final SandboxState state;
    private final GenerationsEndpoint generations;
    private final ServiceEndpoints services;
    private final ControlEndpoint control;

    Router(SandboxState state, AnswerBodies answers) {
        this.state = state;
        generations = new GenerationsEndpoint(state, answers);
        services = new ServiceEndpoints(state);
        control = new ControlEndpoint(state);
    }

    /** Decides from the headers whether to close the connection without reading the body. */
    boolean closesBeforeBody(Call head) {
        if (!isGeneration(head) || !generations.closesBeforeBody(head)) {
            return false;
        }
        state.journal().add(head, state.now()).faulted(ConnectionFault.CLOSE_BEFORE_BODY);
        return true;
    }

    Reply answer(Call call) throws InterruptedException {
        if (call.path().startsWith("/sandbox/")) {
            return control.answer(call);
        }
        if (!call.method().equals("POST")) {
            return get(call);
        }
        Journal.Entry entry = state.journal().add(call, state.now());
        Reply reply = post(call, entry);
        entry.answered(reply);
        return reply;
    }

    private Reply post(Call call, Journal.Entry entry) throws InterruptedException {
        if (call.body().length() > MAX_BODY) {
            return refuse(call, new Refusal(413, "PayloadTooLargeException", "request entity too large", null));
        }
        try {
            return isGeneration(call) ? generations.answer(call, entry) : unknown(call);
        } catch (BadRule bad) {
            return bad.reply();
        }
    }

    private Reply get(Call call) {
        Picture picture =
                state.album().find(call.path(), state.now(), state.settings().imageTtl());
        if (picture == null) {
            return service(call);
        }
        Injection injection = picture.injection();
        Reply file = Reply.of(200, picture.type().contentType(), state.album().bytes(picture))
                .with(Map.of("Access-Control-Allow-Origin", "*"));
        return injection.fault() instanceof ImageFault fault
                        && picture.downloads().incrementAndGet() <= injection.gets()
                ? fault.spoil(file, injection, call.path())
                : file;
    }

    private Reply service(Call call) {
        try {
            Reply reply = services.answer(call);
            return reply == null ? unknown(call) : reply;
        } catch (Query.Refused refused) {
            return refuse(call, refused.refusal());
        }
    }

    private static boolean isGeneration(Call call) {
        return call.method().equals("POST") && GenerationsEndpoint.PATHS.contains(call.path());
    }

    private Reply unknown(Call call) {
        return refuse(call, Refusal.notFound("Cannot " + call.method() + " " + call.path()));
    }

    private Reply refuse(Call call, Refusal refusal) {
        return ErrorEnvelope.render(
                refusal, Trace.of(call, state.now(), state.settings().responseProfile(), state.random()));
    }
}
