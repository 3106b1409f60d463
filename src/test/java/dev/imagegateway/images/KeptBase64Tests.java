package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** Base64 of kept images comes from the copy, for which the caller waits. */
class KeptBase64Tests {

    private static final int CALLERS = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE + 4;

    @Test
    void manyCallersWaitForTheirCopiesWithoutStoppingThem() {
        try (var upstream = new StubUpstream();
                var gateway = Gateway.start(upstream.url(), "--gateway.images.store=disk");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            upstream.answers(200, Map.of(), "{\"data\":[{\"url\":\"" + upstream.url() + "/files/a.png\"}]}");
            upstream.serves(200, Map.of(), DeliveryTests.PNG);
            upstream.holdImages();
            var answers = IntStream.range(0, CALLERS)
                    .mapToObj(each -> CompletableFuture.supplyAsync(
                            () -> gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"cat " + each
                                    + "\",\"response_format\":\"b64_json\"}"),
                            threads))
                    .toList();
            await().until(() -> gateway.metric("image_gateway_images_pending") == CALLERS);

            upstream.letImagesGo();

            assertThat(answers)
                    .extracting(CompletableFuture::join)
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200));
            // a copy that is stopped would be fetched again
            assertThat(upstream.gets()).hasSize(CALLERS);
        }
    }
}
