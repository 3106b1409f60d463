package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway with a heap of 256 MB, and images that are much larger than this model's usually are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Base64HeapProcessTests {

    private static final int CALLERS = 20;
    private static final byte[] LARGE = Arrays.copyOf(DeliveryTests.PNG, 14_000_000);
    private static final int LARGE_AS_BASE64 = Base64.getEncoder().encode(LARGE).length;

    private final StubUpstream upstream = new StubUpstream();
    private final GatewayProcess gateway = GatewayProcess.start(upstream.url());

    @AfterAll
    void close() {
        gateway.close();
        upstream.close();
    }

    /** What came, without keeping it. */
    private record Came(int status, String location, boolean isWhole, String problem) {

        static Came of(HttpResponse<InputStream> response) {
            try (var body = response.body()) {
                if (response.statusCode() != 200) {
                    var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                    return new Came(response.statusCode(), location(response), false, text);
                }
                var length = body.transferTo(OutputStream.nullOutputStream());
                return new Came(200, location(response), length > LARGE_AS_BASE64, "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String location(HttpResponse<?> response) {
            return "/v1/generations/"
                    + response.headers().firstValue("X-Generation-Id").orElse("");
        }
    }

    private CompletableFuture<Came> ask(HttpRequest.Builder request) {
        return gateway.http()
                .sendAsync(request.timeout(Duration.ofMinutes(5)).build(), BodyHandlers.ofInputStream())
                .thenApplyAsync(Came::of, Thread::startVirtualThread);
    }

    private static String inline(int prompt) {
        return "{" + Gateway.MODEL + ",\"prompt\":\"cat " + prompt + "\",\"response_format\":\"b64_json\"}";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void largeImagesOfManyCallersLeaveItAliveAndNoneIsLost(int named) {
        var images = IntStream.range(0, named)
                .mapToObj(i -> "{\"url\":\"" + upstream.url() + "/files/" + i + ".png\"}")
                .collect(Collectors.joining(","));
        upstream.answers(200, Map.of(), "{\"data\":[" + images + "],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
        upstream.serves(200, Map.of(), LARGE);

        var calls = IntStream.range(0, CALLERS)
                .mapToObj(i -> ask(gateway.generation(inline(i))))
                .toList();
        var answers = calls.stream().map(CompletableFuture::join).toList();

        assertAnsweredOrTold(answers);
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).isNotEmpty();
        // whoever was told to look there finds it
        for (var answer : answers) {
            if (answer.status() == 424) {
                var later = ask(gateway.to(answer.location() + "?response_format=b64_json")
                                .header("Authorization", "Bearer " + TestKeys.CLIENT))
                        .join();
                assertThat(later.isWhole()).as(later.problem()).isTrue();
            }
        }
        // set aside until the last byte was written, which is after the caller has it
        await().until(() -> gateway.metric("image_gateway_images_transfer_bytes") == 0);
    }

    /** Nobody can bring these back: the upstream sent them in its answer, and nowhere else. */
    @Test
    void largeImagesInTheAnswersThemselvesAreAllHandedOver() {
        var base64 = Base64.getEncoder().encodeToString(LARGE);
        upstream.answers(200, Map.of(), "{\"data\":[{\"b64_json\":\"" + base64 + "\"}]}");

        var calls = IntStream.range(0, CALLERS / 2)
                .mapToObj(i -> i % 2 == 0 ? inline(i) : inline(i).replace("b64_json", "url"))
                .map(body -> ask(gateway.generation(body)))
                .toList();

        assertThat(calls.stream().map(CompletableFuture::join)).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.problem()).isEqualTo(200);
            assertThat(answer.isWhole()).isTrue();
        });
    }

    private static void assertAnsweredOrTold(List<Came> answers) {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.problem()).isIn(200, 424, 503);
            assertThat(answer.isWhole()).isEqualTo(answer.status() == 200);
            assertThat(answer.problem())
                    .matches(text -> text.isEmpty()
                            || text.contains("/problems/delivery-failed")
                            || text.contains("/problems/overloaded"));
        });
    }
}
