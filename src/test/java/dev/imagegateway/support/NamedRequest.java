package dev.imagegateway.support;

import java.net.http.HttpRequest;

/**
 * A request for one image that its caller has named.
 *
 * @param key its {@code Idempotency-Key}
 * @param prompt no other request has it
 */
public record NamedRequest(String key, String prompt) {

    public static NamedRequest of(String prompt) {
        return new NamedRequest("key of " + prompt, prompt);
    }

    /** Ready to be changed, and sent as often as is wished. */
    public HttpRequest.Builder to(RunningGateway gateway) {
        return gateway.generation("{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\"}")
                .header("Idempotency-Key", key);
    }

    /** How often the upstream was asked for it. */
    public long posts(Sandbox sandbox) {
        return sandbox.postsFor(prompt).size();
    }

    /** How often the upstream billed it. */
    public long billed(Sandbox sandbox) {
        return sandbox.postsFor(prompt).stream()
                .filter(post -> post.path("credits").longValue() > 0)
                .count();
    }
}
