package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.time.Duration;
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
    @ValueSource(ints = {3, 5})
    void impatientCallerGetsDifferentImages(int latencySeconds, Gateway gateway, Sandbox sandbox) {
        slow(sandbox, latencySeconds + "s");
        try (var sdk = OpenAiSdk.calling(gateway, TIMEOUT)) {
            assertThat(sdk.imagesAtOnce(4, "equal geese, " + latencySeconds)).doesNotHaveDuplicates();
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
        slow(sandbox, "1s");
        assertRefusedOneGetsItsOwn(sandbox, 4, "generations-in-flight=3");
    }

    @Test
    void refusedForTooManyImages(Sandbox sandbox) {
        slow(sandbox, "1s");
        assertRefusedOneGetsItsOwn(sandbox, 5, "images-per-minute=60", "images-burst=4");
    }

    /** So many connections wait already that a further one's generation is not even looked for. */
    @Test
    void refusedForThoseWhoWait(Sandbox sandbox) {
        slow(sandbox, "1s");
        assertRefusedOneGetsItsOwn(sandbox, 4, "waiting-callers=3");
    }

    /** Nothing of its body is read, so that its length is all that is known of it. */
    @Test
    void refusedAtTheDoor(Sandbox sandbox) {
        slow(sandbox, "1s");
        assertRefusedOneGetsItsOwn(sandbox, 4, "requests-per-minute=60", "requests-burst=3");
    }

    /** Three retries are let in and one is not, which comes again when the others have their images. */
    @Test
    void retryRefusedAtTheDoor(Sandbox sandbox) {
        slow(sandbox, "3s");
        assertRefusedOneGetsItsOwn(sandbox, 4, TIMEOUT, "requests-per-minute=30", "requests-burst=6");
    }

    private static void assertRefusedOneGetsItsOwn(Sandbox sandbox, int images, String... limits) {
        assertRefusedOneGetsItsOwn(sandbox, images, OpenAiSdk.PATIENT, limits);
    }

    private static void assertRefusedOneGetsItsOwn(Sandbox sandbox, int images, Duration timeout, String... limits) {
        var settings = new String[limits.length];
        for (int i = 0; i < limits.length; i++) {
            settings[i] = "--gateway.clients[0].limits." + limits[i];
        }
        try (var gateway = Gateway.start(sandbox.url(), settings);
                var sdk = OpenAiSdk.calling(gateway, timeout)) {
            assertThat(sdk.imagesAtOnce(images, "equal gulls")).doesNotHaveDuplicates();

            assertThat(gateway.metric("rate_limited_total")).isPositive();
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
