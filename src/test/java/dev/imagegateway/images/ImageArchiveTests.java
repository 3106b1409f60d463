package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Selected images are one download. */
@TestInstance(Lifecycle.PER_CLASS)
class ImageArchiveTests {

    private static final StubUpstream UPSTREAM = new StubUpstream();

    private Gateway gateway;

    @BeforeAll
    void start() {
        gateway = Gateway.start(
                UPSTREAM.url(),
                "--gateway.ledger.directory=" + DataFolders.fresh(),
                "--gateway.images.store=disk",
                "--gateway.clients[1].id=team-b",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B));
        UPSTREAM.serves(200, Map.of("Content-Type", "image/png"), DeliveryTests.PNG);
        UPSTREAM.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + UPSTREAM.url()
                        + "/files/a.png\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    /** Generates an image and waits until it is kept. */
    private String image() {
        var url = gateway.generate(Gateway.A_CAT).json().at("/data/0/url").asString();
        assertThat(gateway.send(HttpRequest.newBuilder(URI.create(url))).status())
                .isEqualTo(200);
        return url.replaceAll(".*/(img-[^?]+)\\?.*", "$1");
    }

    private Answer zip(String key, String ids) {
        return gateway.send(gateway.to("/v1/images.zip?ids=" + ids).header("Authorization", "Bearer " + key));
    }

    private static Map<String, byte[]> entries(Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var entries = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void imagesComeInOrderAndMissingOnesAreListed() throws IOException {
        var first = image();
        var second = image();

        var answer = zip(TestKeys.CLIENT, second + ",img-none-0," + first + "," + second);

        assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"images.zip\"");
        var entries = entries(answer);
        assertThat(entries.keySet()).containsExactly(second + ".png", first + ".png", "missing.txt");
        assertThat(entries.get(first + ".png")).isEqualTo(DeliveryTests.PNG);
        assertThat(entries.get("missing.txt")).asString().isEqualTo("img-none-0: there is no such image of yours\n");
    }

    @Test
    void deletedImagesAreListedWithTheirReason() throws IOException {
        var kept = image();
        var deleted = image();
        gateway.send(gateway.to("/v1/images/" + deleted)
                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                .DELETE());

        var entries = entries(zip(TestKeys.CLIENT, deleted + "," + kept));

        assertThat(entries.keySet()).containsExactly(kept + ".png", "missing.txt");
        assertThat(entries.get("missing.txt")).asString().startsWith(deleted + ": the gateway does not keep it: ");
    }

    @Test
    void imagesOfOtherClientsAreNotFound() {
        assertThat(zip(TestKeys.TEAM_B, image()).status()).isEqualTo(404);
    }

    @Test
    void idsAreBounded() {
        for (var ids : new String[] {
            "",
            "img-a,,img-b",
            "../etc",
            IntStream.rangeClosed(0, 200).mapToObj(i -> "img-" + i).collect(Collectors.joining(","))
        }) {
            var answer = zip(TestKeys.CLIENT, ids);
            assertThat(answer.status()).as(ids).isEqualTo(400);
            assertThat(answer.text()).contains("\"ids\"");
        }
        assertThat(gateway.send(gateway.to("/v1/images.zip?ids=img-a")).status())
                .isEqualTo(401);
    }
}
