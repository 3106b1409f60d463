package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagegateway.support.Exchanges;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestIssuer;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What each real client must get from the gateway, called as its users call it and with its defaults. */
@ExtendWith(Suite.class)
@ParameterizedClass
@EnumSource(ClientCredential.class)
abstract class ClientContract {

    private static final Ask ONE = new Ask("one-image", Gateway.MODEL_ID, "a red bicycle", 1, false);

    private static final int WIDTH = 768;
    private static final int HEIGHT = 512;

    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private ClientCredential credential;

    @SuppressWarnings("NullAway.Init")
    private ClientCredential.Pair credentials;

    @BeforeEach
    void credentials(TestIssuer issuer) {
        credentials = credential.of(issuer);
    }

    /**
     * What a user asks a client for.
     *
     * @param example the case's name
     * @param base64 whether for base64 or, as by default, for a URL
     */
    record Ask(String example, String model, String prompt, int images, boolean base64) {

        String size() {
            return WIDTH + "x" + HEIGHT;
        }
    }

    /** Calls the client; whatever it throws leaves. Answers URLs or base64, as the client gave them. */
    abstract List<String> generate(URI baseUrl, String key, Ask ask);

    /** The HTTP status that the client's user finds in what it threw, -1 if none. */
    abstract int statusOf(Throwable thrown);

    /** Any class of the client's. */
    abstract Class<?> partOfClient();

    boolean canAskForBase64() {
        return true;
    }

    @Test
    void oneImage(Gateway gateway, Sandbox sandbox) throws IOException {
        var urls = generated(gateway, ONE);

        assertThat(urls).hasSize(1);
        assertPicture(fetched(sandbox, urls.getFirst()));
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @Test
    void twoImagesAreDifferentAndBilledOnceEach(Gateway gateway, Sandbox sandbox) throws IOException {
        var urls = generated(gateway, new Ask("two-images", ONE.model, ONE.prompt, 2, false));

        assertThat(urls).hasSize(2);
        var first = fetched(sandbox, urls.get(0));
        var second = fetched(sandbox, urls.get(1));
        assertPicture(first);
        assertPicture(second);
        assertThat(first).isNotEqualTo(second);
        assertThat(sandbox.posts()).hasSize(1);
        assertThat(sandbox.billed()).isEqualTo(182_000);
    }

    @Test
    void base64IsThePictureItself(Gateway gateway) throws IOException {
        assumeTrue(canAskForBase64(), "this client has no way to ask for base64");

        var images = generated(gateway, new Ask("base64", ONE.model, ONE.prompt, 1, true));

        assertThat(images).hasSize(1);
        assertPicture(Base64.getDecoder().decode(images.getFirst()));
    }

    @Test
    void badKeyIsNamed(Gateway gateway, Sandbox sandbox) {
        var ask = new Ask("bad-key", ONE.model, ONE.prompt, 1, false);

        assertRefused(gateway, sandbox, credentials.bad(), ask, 401).contains(credentials.complaint());
    }

    @Test
    void badModelIsNamed(Gateway gateway, Sandbox sandbox) {
        var ask = new Ask("bad-model", "dall-e-3", ONE.prompt, 1, false);

        assertRefused(gateway, sandbox, credentials.good(), ask, 400).contains("model: is retired since");
    }

    @Test
    void tooManyImagesAreNamed(Gateway gateway, Sandbox sandbox) {
        var ask = new Ask("too-many-images", ONE.model, ONE.prompt, 5, false);

        assertRefused(gateway, sandbox, credentials.good(), ask, 400).contains("n: must be an integer from 1 to 4");
    }

    @Test
    void tooLongAPromptIsNamed(Gateway gateway, Sandbox sandbox) {
        var ask = new Ask("too-long-a-prompt", ONE.model, "x".repeat(4001), 1, false);

        assertRefused(gateway, sandbox, credentials.good(), ask, 400)
                .contains("prompt: must be a string of 1 to 4000 code points, not blank");
    }

    private List<String> generated(Gateway gateway, Ask ask) {
        try (var proxy = RecordingProxy.before(gateway)) {
            var images = generate(proxy.baseUrl(), credentials.good(), ask);

            assertThat(proxy.requests()).hasSize(1);
            Recording.compare(partOfClient(), ask.example, 200, credentials.asKeys(proxy.requests()));
            return images;
        }
    }

    /** One request, no retry, nothing sent on; the message that the user reads is returned for its words. */
    private AbstractStringAssert<?> assertRefused(Gateway gateway, Sandbox sandbox, String key, Ask ask, int status) {
        try (var proxy = RecordingProxy.before(gateway)) {
            var thrown = catchThrowable(() -> generate(proxy.baseUrl(), key, ask));

            assertThat(thrown).isNotNull();
            Exchanges.keep(partOfClient().getName() + " " + ask.example, trace(thrown));
            assertThat(statusOf(thrown)).isEqualTo(status);
            assertThat(proxy.requests()).hasSize(1);
            assertThat(sandbox.posts()).isEmpty();
            assertThat(trace(thrown)).doesNotContain(key);
            Recording.compare(partOfClient(), ask.example, status, credentials.asKeys(proxy.requests()));
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
        assertThat(picture.getWidth()).isEqualTo(WIDTH);
        assertThat(picture.getHeight()).isEqualTo(HEIGHT);
    }
}
