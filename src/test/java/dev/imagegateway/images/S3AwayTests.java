package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestPng;
import dev.imagegateway.support.process.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Without S3 images are still made, and nothing is lost. The gateway notices its return after 5 s, and so do the tests. */
@ExtendWith(OutputCaptureExtension.class)
class S3AwayTests {

    private static final Duration LONG = Duration.ofSeconds(40);

    private final StubUpstream upstream = new StubUpstream();
    private final S3Server s3 = S3Server.start();
    private final Path folder = DataFolders.fresh();
    private Gateway gateway;

    @BeforeEach
    void start() {
        upstream.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + upstream.url()
                        + "/files/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
        upstream.serves(200, Map.of(), DeliveryTests.PNG);
        gateway = open();
    }

    private Gateway open(String... more) {
        var settings = Gateway.overriding(s3.settingsWithShortTimeouts(), more);
        settings.add("--gateway.ledger.directory=" + folder);
        settings.add("--gateway.delivery.fetch-retry.patience=1s");
        return Gateway.start(upstream.url(), settings.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        gateway.close();
        s3.close();
        upstream.close();
    }

    private String url() {
        var answer = gateway.generate(Gateway.A_CAT);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/data/0/url").asString();
    }

    private static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private Answer delete(String url) {
        return gateway.send(gateway.to(URI.create(url).getPath())
                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                .DELETE());
    }

    private String storeHealth() {
        var health = gateway.actuator("/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(gateway.actuator("/health/readiness").status()).isEqualTo(200);
        return health.json().at("/components/imageStoreHealth/status").asString();
    }

    /** Lets all copies be due, which are tried again after half a minute at the earliest. */
    private void copiesAreDue() {
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("ledger.db") + "?busy_timeout=60000");
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE image SET next_try_at = 0 WHERE state = 'PENDING'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutS3ImagesAreMadeAndReadsFailUntilItIsBack() {
        var before = url();
        assertThat(gateway.send(get(before)).bytes()).isEqualTo(DeliveryTests.PNG);
        var kept = url();
        assertThat(gateway.send(get(kept)).bytes()).isEqualTo(DeliveryTests.PNG);
        await().untilAsserted(() -> assertThat(storeHealth()).isEqualTo("UP"));
        s3.relay().goAway();

        var failed = gateway.send(get(before));
        Problems.assertProblem(
                failed, 503, "delivery-failed", URI.create(before).getPath());
        assertThat(failed.header("Retry-After")).isEqualTo("30");
        assertThat(storeHealth()).isEqualTo("DEGRADED");
        assertThat(gateway.metric("image_gateway_images_store_available")).isZero();
        var during = gateway.generate(Gateway.A_CAT);
        assertThat(during.status()).isEqualTo(200);
        assertThat(during.json().at("/data/0/url").asString())
                .startsWith(upstream.url().toString());
        assertThat(during.header("X-Image-Store")).isEqualTo("pending");
        assertThat(delete(before).status()).isEqualTo(204);

        s3.relay().comeBack();
        await().atMost(LONG).untilAsserted(() -> assertThat(storeHealth()).isEqualTo("UP"));
        assertThat(gateway.send(get(before)).problem()).isEqualTo("result-lost");
        assertThat(gateway.send(get(kept)).bytes()).isEqualTo(DeliveryTests.PNG);
        copiesAreDue();
        await().atMost(LONG).untilAsserted(() -> assertThat(s3.objects()).hasSize(3));
    }

    @Test
    void bytesThatTheUpstreamSentAreDeliveredWithoutS3() {
        s3.relay().goAway();
        upstream.answers(
                200,
                Map.of(),
                "{\"data\":[{\"b64_json\":\"" + TestPng.BASE64 + "\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");

        assertThat(url()).isEqualTo("data:image/png;base64," + TestPng.BASE64);
    }

    @Test
    void withWrongCredentialsTheGatewayStartsAndSaysSo() {
        gateway.close();
        gateway = open("--gateway.images.s3.access-key-id=AKIAOFANOTHERACCOUNT");

        await().untilAsserted(() -> assertThat(storeHealth()).isEqualTo("DEGRADED"));
        assertThat(url()).startsWith(upstream.url().toString());
    }

    @Test
    void objectsThatNoImageHasAreDeletedAfterADay() throws IOException {
        assertThat(gateway.send(get(url())).bytes()).isEqualTo(DeliveryTests.PNG);
        await().until(() -> gateway.part(ImageRecords.class).oldest(1).size() == 1);
        var kept = s3.objects().getFirst().key();
        var unused = kept.replaceFirst("-0$", "-1");
        s3.put(unused, "a copy whose row was never written");
        var foreign = kept.replaceFirst("/img-.*", "/img-x");
        s3.put(foreign, "an object whose name only resembles an image's");
        s3.put("images/README", "somebody else's");
        var anothers = kept.replaceFirst("img-.{8}", "img-00000000");
        s3.put(anothers, "an image of another ledger, which uses the same prefix");

        try (var store = store(Instant.now())) {
            store.deleteUnused(gateway.part(ImageRecords.class));
        }
        assertThat(s3.objects()).hasSize(5);

        try (var store = store(Instant.now().plus(Duration.ofHours(25)))) {
            store.deleteUnused(gateway.part(ImageRecords.class));
        }
        assertThat(s3.objects())
                .extracting(object -> object.key())
                .containsExactlyInAnyOrder(kept, anothers, foreign, "images/README");
    }

    @Test
    void refusalOfOneObjectSaysNothingAboutTheOthers() {
        var damaged = url();
        assertThat(gateway.send(get(damaged)).bytes()).isEqualTo(DeliveryTests.PNG);
        await().untilAsserted(() -> assertThat(storeHealth()).isEqualTo("UP"));
        // S3 refuses a range of an empty object with 416
        s3.put(s3.objects().getFirst().key(), "");

        assertThat(gateway.send(get(damaged).header("Range", "bytes=1-3")).problem())
                .isEqualTo("delivery-failed");

        assertThat(storeHealth()).isEqualTo("UP");
    }

    @Test
    void readerThatHasTheBytesIsToldSoWithoutS3() {
        var url = url();
        var tag = gateway.send(get(url)).header("ETag");
        s3.relay().goAway();

        assertThat(gateway.send(get(url).header("If-None-Match", tag)).status()).isEqualTo(304);
        assertThat(gateway.send(get(url).header("If-None-Match", "\"other\", W/" + tag))
                        .status())
                .isEqualTo(304);
        var thumbnail = url.replace("?", "/thumbnail?");
        var unchanged = gateway.send(get(thumbnail).header("If-None-Match", tag.replaceFirst("\"$", "-256\"")));
        assertThat(unchanged.status()).as(unchanged.text()).isEqualTo(304);
        assertThat(unchanged.header("Cache-Control")).contains("immutable");
        assertThat(gateway.send(get(thumbnail)).problem()).isEqualTo("delivery-failed");
    }

    @Test
    void copyThatS3RefusesIsOneLineInTheLog(CapturedOutput output) {
        s3.relay().refuse("PUT /", 403, "AccessDenied");
        var answer = gateway.generate(Gateway.A_CAT);
        var id = "img-" + answer.header("X-Generation-Id").replaceFirst("^gen-", "") + "-0";

        await().until(() -> output.toString().contains(id + " was not copied"));

        assertThat(output.toString().lines().filter(line -> line.contains(id)))
                .singleElement()
                .asString()
                .contains("WARN", "S3 responded 403 AccessDenied");
        assertThat(output).doesNotContain("StoreRefusedException");
        assertThat(storeHealth()).isEqualTo("UP");
    }

    @Test
    void objectThatS3RefusesToDeleteDoesNotEndTheSearch(CapturedOutput output) throws IOException {
        assertThat(gateway.send(get(url())).bytes()).isEqualTo(DeliveryTests.PNG);
        await().until(() -> gateway.part(ImageRecords.class).oldest(1).size() == 1);
        var kept = s3.objects().getFirst().key();
        for (int i = 1; i <= 9; i++) {
            s3.put(kept.replaceFirst("-0$", "-" + i), "unused");
        }
        var refused = kept.replaceFirst("-0$", "-5");
        s3.relay().refuse("DELETE /" + S3Server.BUCKET + "/" + refused, 403, "AccessDenied");

        try (var store = store(Instant.now().plus(Duration.ofHours(25)))) {
            store.deleteUnused(gateway.part(ImageRecords.class));
        }

        assertThat(s3.objects()).extracting(object -> object.key()).containsExactlyInAnyOrder(kept, refused);
        assertThat(output.toString().lines().filter(line -> line.contains("refused to delete")))
                .singleElement()
                .asString()
                .contains("of 1 images", refused.replaceFirst(".*/", ""), "S3 responded 403 AccessDenied");
    }

    private S3Store store(Instant now) {
        var properties = new S3Properties(
                S3Server.BUCKET,
                "",
                URI.create("http://127.0.0.1:" + s3.relay().port()),
                true,
                "images/",
                S3Properties.Encryption.NONE,
                "",
                S3Server.ACCESS_KEY,
                Secret.of(S3Server.SECRET),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                3);
        return new S3Store(
                properties,
                new CopyFolder(folder.resolve("spool"), new PixelLimit(1)),
                Objects.requireNonNull(gateway.part(ImageRecords.class)),
                Clock.fixed(now, java.time.ZoneOffset.UTC));
    }
}
