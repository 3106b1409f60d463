package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageFaultTests {

    private final SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheGenerationGoodAndBilled(ImageFault fault) throws Exception {
        HttpResponse<String> response = sandbox.generate(T_REX, "X-Sandbox-Fault", fault.label());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("data")).hasSize(1);
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @ParameterizedTest
    @CsvSource({
        "image-missing, 404, text/plain, false",
        "image-error, 500, '', false",
        "image-error;status=503, 503, '', false",
        "image-wrong-type, 200, text/html, true",
        "image-as-jpeg, 200, image/jpeg, true",
        "image-not-an-image, 200, image/png, false"
    })
    void answersTheDownloadWrongly(String fault, int status, String type, boolean png) throws Exception {
        HttpResponse<byte[]> file = sandbox.download(url(fault));

        assertThat(file.statusCode()).isEqualTo(status);
        assertThat(header(file, "content-type")).isEqualTo(type);
        assertThat(file.body().length > 100 && file.body()[1] == 'P').isEqualTo(png);
    }

    @Test
    void truncatesTheFile() throws Exception {
        String url = url("image-truncated");

        assertThatThrownBy(() -> sandbox.download(url)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "image-redirect, http://169.254.169.254/latest/meta-data/",
        "image-redirect;location=http://localhost:1/x, http://localhost:1/x"
    })
    void redirectsElsewhere(String fault, String location) throws Exception {
        HttpResponse<byte[]> file = sandbox.download(url(fault));

        assertThat(file.statusCode()).isEqualTo(302);
        assertThat(header(file, "location")).isEqualTo(location);
    }

    @Test
    void redirectsToItself() throws Exception {
        String url = url("image-redirect-loop");

        assertThat(header(sandbox.download(url), "location"))
                .isEqualTo(URI.create(url).getPath());
    }

    @Test
    void sendsMoreThanAnyoneWants() throws Exception {
        HttpResponse<byte[]> file = sandbox.download(url("image-huge;mib=2"));

        assertThat(file.headers().firstValue("content-length")).isEmpty();
        assertThat(file.body()).hasSizeGreaterThan(2 << 20);
    }

    @Test
    void sendsTheFileSlowlyButWhole() throws Exception {
        String url = url("image-slow;over=400ms");
        long start = System.nanoTime();

        byte[] file = sandbox.download(url).body();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
        assertThat(new String(file, file.length - 8, 4, StandardCharsets.US_ASCII))
                .isEqualTo("IEND");
    }

    @Test
    void neverAnswersTheDownload() throws Exception {
        String path = URI.create(url("image-hang")).getPath();
        try (Socket socket = sandbox.connect()) {
            socket.setSoTimeout(300);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void spoilsOnlyTheFirstDownloadsWhenTold() throws Exception {
        String url = url("image-missing;gets=2");

        assertThat(sandbox.download(url).statusCode()).isEqualTo(404);
        assertThat(sandbox.download(url).statusCode()).isEqualTo(404);
        assertThat(sandbox.download(url).statusCode()).isEqualTo(200);
    }

    private String url(String fault) throws Exception {
        return json(sandbox.generate(T_REX, "X-Sandbox-Fault", fault))
                .at("/data/0/url")
                .stringValue();
    }
}
