package dev.imagegateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway that is sent anything, and what has to hold whatever that is: no failure, a problem for whatever is refused,
 * and a POST upstream for what succeeds and for nothing else.
 */
final class FuzzedGateway implements BeforeAllCallback {

    /** None of {@link TestKeys}: a finding prints what was sent. */
    static final String KEY = "fuzz-key";

    private static final byte[] GOOD_KEY = bytes("Bearer " + KEY);

    /** Any number of images is answered with this one, for which nothing has to be fetched. */
    private static final String IMAGE = "{\"data\":[{\"b64_json\":\"iVBORw0KGgo=\"}]}";

    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Supplier<Running> running = () -> {
        throw new IllegalStateException("before all");
    };

    /** One for all classes of this JVM; it starts with the first request, when Jazzer's agent is there to see it. */
    @Override
    public void beforeAll(ExtensionContext context) {
        running = SingletonSupplier.of(() -> context.getRoot()
                .getStore(ExtensionContext.Namespace.create(FuzzedGateway.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class));
    }

    /** Sends a body with a good key; the answer has been checked. */
    Answer sendBody(byte[] body) {
        return send(GOOD_KEY, body);
    }

    /** Sends a good body with this header, which must be on one line; the answer has been checked. */
    Answer sendAuthorization(byte[] authorization) {
        return send(authorization, bytes(Gateway.A_CAT));
    }

    /** {@link #sendAuthorization} for what may break out of its line and become any requests; the answers have been checked. */
    List<Answer> sendSplitting(byte[] authorization) {
        var answers = running.get().check(wire -> wire.sendAll(request(authorization, bytes(Gateway.A_CAT))));
        for (var answer : answers) {
            if (answer.status() != 200 && !isPage(answer)) {
                assertIsProblem(answer);
            }
        }
        return answers;
    }

    private Answer send(byte[] authorization, byte[] body) {
        var answer = running.get()
                .check(wire -> List.of(wire.send(request(authorization, body))))
                .getFirst();
        if (isGenerated(answer)) {
            assertThat(answer.json().at("/data/0").propertyNames()).containsAnyOf("url", "b64_json");
        } else {
            assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
            assertIsProblem(answer);
            assertThat(answer.text()).doesNotContain(KEY);
        }
        return answer;
    }

    /** Whether it is one of the pages that need no key. */
    static boolean isPage(Answer answer) {
        return answer.text().startsWith("<!DOCTYPE html>");
    }

    private static boolean isGenerated(Answer answer) {
        return answer.status() == 200 && answer.headers().containsKey("X-Generation-Id");
    }

    /** In the body too where there is nothing else: an answer in HTTP/0.9 has no status and no headers. */
    private static void assertIsProblem(Answer answer) {
        var problem = answer.json();
        if (answer.status() != KeptConnection.WITHOUT_STATUS) {
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(problem.path("status").intValue()).isEqualTo(answer.status());
            assertThat(problem.path("requestId").asString()).isEqualTo(answer.header("X-Request-Id"));
        }
        // what is no HTTP that is spoken here is refused with a 5xx that is no failure
        assertThat(problem.path("status").intValue())
                .as(answer.text())
                .matches(status -> (status >= 400 && status < 500) || status == 501 || status == 505);
        assertThat(problem.path("requestId").asString()).isNotBlank();
    }

    private static byte[] request(byte[] authorization, byte[] body) {
        var request = new ByteArrayOutputStream();
        request.writeBytes(bytes("POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json"
                + "\r\nContent-Length: " + body.length + "\r\nAuthorization: "));
        request.writeBytes(authorization);
        request.writeBytes(bytes("\r\n\r\n"));
        request.writeBytes(body);
        return request.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What is sent, and on which connection. */
    private interface Sending {
        List<Answer> over(KeptConnection wire) throws IOException;
    }

    private record Running(RawUpstream upstream, Gateway gateway, KeptConnection wire) implements AutoCloseable {

        static Running start() {
            var upstream = new RawUpstream((self, socket) -> {
                while (self.readPost(socket)) {
                    RawUpstream.write(socket, RawUpstream.answer(IMAGE));
                }
            });
            var gateway = Gateway.start(
                    upstream.url(),
                    "--gateway.clients[0].key-hashes[0]=" + Gateway.sha256(KEY),
                    "--server.tomcat.max-keep-alive-requests=-1");
            return new Running(upstream, gateway, new KeptConnection(gateway.port()));
        }

        List<Answer> check(Sending sending) {
            // for Jazzer, any connection may be one that the input asked for; all that are meant stay on this machine
            var _ = BugDetectors.allowNetworkConnections((host, _) -> LOCAL.contains(host));
            int before = upstream.posts();
            try {
                var answers = sending.over(wire);
                assertThat(answers).isNotEmpty();
                assertThat(upstream.posts() - before).as("POSTs upstream").isEqualTo((int)
                        answers.stream().filter(FuzzedGateway::isGenerated).count());
                if (upstream.posts() > before) {
                    assertIsUnderstoodUpstream(JSON.readTree(upstream.lastBody()));
                }
                return answers;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            wire.close();
            gateway.close();
            upstream.close();
        }
    }

    /** However odd it was to begin with: it has become what AIML documents. */
    private static void assertIsUnderstoodUpstream(JsonNode body) {
        assertThat(body.propertyNames())
                .isSubsetOf(
                        "model",
                        "prompt",
                        "num_images",
                        "seed",
                        "image_size",
                        "negative_prompt",
                        "prompt_expansion",
                        "guidance_scale",
                        "num_inference_steps",
                        "enable_safety_checker");
        assertThat(body.path("model").asString()).isEqualTo("stable-diffusion-v3-medium");
        assertThat(body.path("prompt").asString()).isNotBlank();
        assertThat(body.path("num_images").asInt(1)).isBetween(1, 4);
        var size = body.path("image_size");
        for (var side : List.of("width", "height")) {
            if (size.has(side)) {
                assertThat(size.path(side).intValue())
                        .isBetween(64, 1536)
                        .matches(pixels -> pixels % 32 == 0, "a multiple of 32");
            }
        }
        if (size.isString()) {
            assertThat(size.asString()).matches("square(_hd)?|(portrait|landscape)_(4_3|16_9)");
        }
    }
}
