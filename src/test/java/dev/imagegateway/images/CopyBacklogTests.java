package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestPng;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Copies that a process left behind when it died. Two gateways start one after the other, which takes seconds. */
class CopyBacklogTests {

    private static final int IMAGES = 12;

    /** One copy at a time, and four are taken from the ledger in advance. */
    private static final int TAKEN = 4;

    private final LedgerRows ledger = LedgerRows.sqlite();

    @Test
    void imageThatSomebodyWaitsForIsCopiedBeforeThoseThatHaveBeenDueForLonger() {
        try (var upstream = new StubUpstream()) {
            upstream.serves(200, Map.of(), TestPng.bytes());
            var urls = urlsOfImagesThatDied(upstream);
            upstream.holdImages();
            try (var gateway = start(upstream)) {
                await().until(() -> gateway.metric("image_gateway_images_pending") == TAKEN);

                var newest = urls.getLast().replaceFirst(":\\d+/", ":" + gateway.port() + "/");
                var reader = CompletableFuture.supplyAsync(
                        () -> gateway.send(HttpRequest.newBuilder(URI.create(newest))), Thread::startVirtualThread);
                await().until(() -> gateway.metric("image_gateway_images_pending") == TAKEN + 1);
                upstream.letImagesGo();

                assertThat(reader.join().bytes()).isEqualTo(TestPng.bytes());
                await().until(() -> ledger.answer("SELECT COUNT(*) FROM image WHERE state = 'KEPT'") == IMAGES);
                assertThat(upstream.fileGets())
                        .hasSize(IMAGES)
                        .extracting(StubUpstream.Received::path)
                        .element(TAKEN)
                        .isEqualTo("/files/" + (IMAGES - 1) + ".png");
            }
        }
    }

    private List<String> urlsOfImagesThatDied(StubUpstream upstream) {
        var urls = new ArrayList<String>();
        try (var gateway = start(upstream)) {
            for (int number = 0; number < IMAGES; number++) {
                answer(upstream, number);
                var answer = gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"cat " + number + "\"}");
                urls.add(answer.json().at("/data/0/url").asString());
            }
        }
        ledger.copiesDied();
        // forgets what was received
        answer(upstream, IMAGES);
        return urls;
    }

    private static void answer(StubUpstream upstream, int number) {
        upstream.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + upstream.url() + "/files/" + number
                        + ".png\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
    }

    private Gateway start(StubUpstream upstream) {
        return Gateway.start(upstream.url(), ledger.with("--gateway.images.store=disk", "--gateway.images.copies=1"));
    }
}
