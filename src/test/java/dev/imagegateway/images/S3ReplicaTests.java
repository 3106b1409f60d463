package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.process.S3Server;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two gateways with one ledger in PostgreSQL and one bucket. */
class S3ReplicaTests {

    @Test
    void imageIsReadAndDeletedByTheOtherReplica() {
        var ledger = LedgerRows.postgres();
        try (var upstream = new StubUpstream();
                var s3 = S3Server.start();
                var one =
                        Gateway.start(upstream.url(), ledger.with(s3.settings().toArray(String[]::new)));
                var other =
                        Gateway.start(upstream.url(), ledger.with(s3.settings().toArray(String[]::new)))) {
            upstream.answers(
                    200,
                    Map.of(),
                    "{\"data\":[{\"url\":\"" + upstream.url()
                            + "/files/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
            upstream.serves(200, Map.of(), DeliveryTests.PNG);

            var url = one.generate(Gateway.A_CAT).json().at("/data/0/url").asString();
            var elsewhere = url.replaceFirst(":\\d+/", ":" + other.port() + "/");

            // the other replica waits for the copy, whose row is written up to 250 ms later
            var image = other.send(HttpRequest.newBuilder(URI.create(elsewhere)));
            assertThat(image.status()).as(image.text()).isEqualTo(200);
            assertThat(image.bytes()).isEqualTo(DeliveryTests.PNG);
            assertThat(upstream.fileGets()).hasSize(1);

            var deleted = other.send(other.to(URI.create(elsewhere).getPath())
                    .header("Authorization", "Bearer " + TestKeys.CLIENT)
                    .DELETE());
            assertThat(deleted.status()).isEqualTo(204);
            assertThat(one.send(HttpRequest.newBuilder(URI.create(url))).problem())
                    .isEqualTo("result-lost");
            assertThat(s3.objects()).isEmpty();
        }
    }
}
