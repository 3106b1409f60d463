package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real client that wants several images and asks for each by an equal request, as LangChain and Vercel's AI SDK do:
 * it wants as many different ones, each of which is paid once, however often it sends its requests.
 */
@ExtendWith(Suite.class)
class EqualRequestsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Once something is known of the requests, what they ask for is made. */
    private static List<String> madeOnce(
            BooleanSupplier known, PostGate making, OpenAiSdk sdk, int images, String prompt) {
        making.hold();
        var call = CompletableFuture.supplyAsync(() -> sdk.imagesAtOnce(images, prompt), Thread::startVirtualThread);
        await().until(() -> known.getAsBoolean() || call.isDone());
        making.letGo();
        return call.join();
    }

    @Test
    void patientCallerGetsDifferentImages(Gateway gateway, Sandbox sandbox) {
        slow(sandbox, "1s");
        try (var sdk = OpenAiSdk.calling(gateway, OpenAiSdk.PATIENT)) {
            assertThat(sdk.imagesAtOnce(4, "equal ducks")).doesNotHaveDuplicates();
        }
        assertPaid(4, sandbox);
    }

    /** Longer than one try of each waits, or than two. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void impatientCallerGetsDifferentImages(int tries, Sandbox sandbox) {
        try (var making = new PostGate(sandbox.url());
                var gateway = Gateway.start(sandbox.url(), making.setting());
                var asking = new PostGate(URI.create("http://127.0.0.1:" + gateway.port()));
                var sdk = OpenAiSdk.calling(asking.url(), TIMEOUT)) {
            assertThat(madeOnce(() -> asking.posts() >= 4 * tries, making, sdk, 4, "equal geese, " + tries))
                    .doesNotHaveDuplicates();
        }
        assertPaid(4, sandbox);
    }

    @Test
    void whatWasAnsweredIsLeftAloneByTheRetriesOfWhatWasNot(Gateway gateway, Sandbox sandbox) {
        sandbox.fault("{\"fault\":\"none\",\"delay\":\"3s\",\"times\":2}");
        try (var sdk = OpenAiSdk.calling(gateway, TIMEOUT)) {
            assertThat(sdk.imagesAtOnce(4, "equal swans")).doesNotHaveDuplicates();
        }
        assertPaid(4, sandbox);
    }

    /** One is refused because three are under way, and comes again when they are done. */
    @Test
    void refusedForThoseUnderWay(Sandbox sandbox) {
        assertRefusedOneGetsItsOwn(sandbox, 4, "generations-in-flight=3");
    }

    @Test
    void refusedForTooManyImages(Sandbox sandbox) {
        assertRefusedOneGetsItsOwn(sandbox, 5, "images-per-minute=20", "images-burst=4");
    }

    /** So many connections wait already that a further one's generation is not even looked for. */
    @Test
    void refusedForThoseWhoWait(Sandbox sandbox) {
        assertRefusedOneGetsItsOwn(sandbox, 4, "waiting-callers=3");
    }

    /** Nothing of its body is read, so that its length is all that is known of it. */
    @Test
    void refusedAtTheDoor(Sandbox sandbox) {
        assertRefusedOneGetsItsOwn(sandbox, 4, "requests-per-minute=20", "requests-burst=3");
    }

    /** Three retries are let in and one is not, which comes again when the others have their images. */
    @Test
    void retryRefusedAtTheDoor(Sandbox sandbox) {
        // the seventh of a minute's first eight is the last that is let in, for five seconds
        assertRefusedOneGetsItsOwn(sandbox, 4, TIMEOUT, "requests-per-minute=12", "requests-burst=7");
    }

    private static void assertRefusedOneGetsItsOwn(Sandbox sandbox, int images, String... limits) {
        assertRefusedOneGetsItsOwn(sandbox, images, OpenAiSdk.PATIENT, limits);
    }

    private static void assertRefusedOneGetsItsOwn(Sandbox sandbox, int images, Duration timeout, String... limits) {
        var settings = new String[limits.length + 1];
        for (int i = 0; i < limits.length; i++) {
            settings[i] = "--gateway.clients[0].limits." + limits[i];
        }
        try (var making = new PostGate(sandbox.url())) {
            settings[limits.length] = making.setting();
            assertRefusedOneGetsItsOwn(sandbox, images, timeout, making, settings);
        }
    }

    private static void assertRefusedOneGetsItsOwn(
            Sandbox sandbox, int images, Duration timeout, PostGate making, String... settings) {
        try (var gateway = Gateway.start(sandbox.url(), settings);
                var sdk = OpenAiSdk.calling(gateway, timeout)) {
            assertThat(madeOnce(
                            () -> gateway.metric("image_gateway_rate_limited_total") > 0,
                            making,
                            sdk,
                            images,
                            "equal gulls"))
                    .doesNotHaveDuplicates();

            assertThat(gateway.metric("image_gateway_rate_limited_total")).isPositive();
            assertPaid(images, sandbox);
        }
    }

    private static void slow(Sandbox sandbox, String latency) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"" + latency + "\"}}");
    }

    private static void assertPaid(int images, Sandbox sandbox) {
        assertThat(sandbox.posts()).hasSize(images);
        assertThat(sandbox.billedAttempts()).isEqualTo(images);
    }
}
