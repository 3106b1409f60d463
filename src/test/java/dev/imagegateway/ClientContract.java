package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each real client must get from the gateway, called as its users call it and with its defaults. */
@ExtendWith(Suite.class)
abstract class ClientContract {

    private static final Ask ONE = new Ask("stable-diffusion-v3-medium", "a red bicycle", 1, 768, 512, false);

    /**
     * What a user asks a client for.
     *
     * @param base64 whether for base64 or, as by default, for a URL
     */
    record Ask(String model, String prompt, int images, int width, int height, boolean base64) {

        String size() {
            return width + "x" + height;
        }
    }

    /** Calls the client; whatever it throws leaves. Answers URLs or base64, as the client gave them. */
    abstract List<String> generate(URI baseUrl, String key, Ask ask);

    /** The HTTP status that the client's user finds in what it threw, -1 if none. */
    abstract int statusOf(Throwable thrown);

    boolean canAskForBase64() {
        return true;
    }

    @Test
    void oneImage(Gateway gateway, Sandbox sandbox) throws IOException {
        var pictures = generated(gateway, ONE).stream()
                .map(url -> fetched(sandbox, url))
                .toList();

        assertThat(pictures).hasSize(1);
        assertPicture(pictures.getFirst());
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @Test
    void twoImagesAreDifferentAndBilledOnceEach(Gateway gateway, Sandbox sandbox) throws IOException {
        var pictures = generated(gateway, new Ask(ONE.model, ONE.prompt, 2, ONE.width, ONE.height, false)).stream()
                .map(url -> fetched(sandbox, url))
                .toList();

        assertThat(pictures).hasSize(2);
        assertPicture(pictures.get(0));
        assertPicture(pictures.get(1));
        assertThat(pictures.get(0)).isNotEqualTo(pictures.get(1));
        assertThat(sandbox.posts()).hasSize(1);
        assertThat(sandbox.billed()).isEqualTo(182_000);
    }

    @Test
    void base64IsThePictureItself(Gateway gateway) throws IOException {
        assumeTrue(canAskForBase64(), "this client has no way to ask for base64");

        var images = generated(gateway, new Ask(ONE.model, ONE.prompt, 1, ONE.width, ONE.height, true));

        assertThat(images).hasSize(1);
        assertPicture(Base64.getDecoder().decode(images.getFirst()));
    }

    @Test
    void badKeyIsNamed(Gateway gateway, Sandbox sandbox) {
        assertRefused(gateway, sandbox, TestKeys.STRANGER, ONE, 401)
                .contains("The key in Authorization: Bearer is not one of this gateway's clients.");
    }

    @Test
    void badModelIsNamed(Gateway gateway, Sandbox sandbox) {
        var ask = new Ask("dall-e-3", ONE.prompt, 1, ONE.width, ONE.height, false);

        assertRefused(gateway, sandbox, TestKeys.CLIENT, ask, 400)
                .contains("model: must be 'stable-diffusion-v3-medium'");
    }

    @Test
    void tooManyImagesAreNamed(Gateway gateway, Sandbox sandbox) {
        var ask = new Ask(ONE.model, ONE.prompt, 5, ONE.width, ONE.height, false);

        assertRefused(gateway, sandbox, TestKeys.CLIENT, ask, 400).contains("n: must be an integer from 1 to 4");
    }

    @Test
    void tooLongAPromptIsNamed(Gateway gateway, Sandbox sandbox) {
        var ask = new Ask(ONE.model, "x".repeat(4001), 1, ONE.width, ONE.height, false);

        assertRefused(gateway, sandbox, TestKeys.CLIENT, ask, 400)
                .contains("prompt: must be a string of 1 to 4000 code points, not blank");
    }

    private List<String> generated(Gateway gateway, Ask ask) {
        try (var proxy = RecordingProxy.before(gateway)) {
            var images = generate(proxy.baseUrl(), TestKeys.CLIENT, ask);
            assertThat(proxy.requests()).hasSize(1);
            return images;
        }
    }

    /** One request, no retry, nothing sent on; the message that the user reads is returned for its words. */
    private AbstractStringAssert<?> assertRefused(Gateway gateway, Sandbox sandbox, String key, Ask ask, int status) {
        try (var proxy = RecordingProxy.before(gateway)) {
            var thrown = catchThrowable(() -> generate(proxy.baseUrl(), key, ask));

            assertThat(thrown).isNotNull();
            Exchanges.keep(getClass().getSimpleName(), trace(thrown));
            assertThat(statusOf(thrown)).isEqualTo(status);
            assertThat(proxy.requests()).hasSize(1);
            assertThat(sandbox.posts()).isEmpty();
            assertThat(trace(thrown)).doesNotContain(key);
            return assertThat(thrown.getMessage());
        }
    }

    private static String trace(Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static byte[] fetched(Sandbox sandbox, String url) {
        assertThat(url).startsWith(sandbox.url() + "/");
        return sandbox.call("GET", URI.create(url).getPath(), "").bytes();
    }

    private static void assertPicture(byte[] bytes) throws IOException {
        assertThat(bytes).startsWith(0x89, 'P', 'N', 'G');
        var picture = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
        assertThat(picture.getWidth()).isEqualTo(ONE.width);
        assertThat(picture.getHeight()).isEqualTo(ONE.height);
    }
}
