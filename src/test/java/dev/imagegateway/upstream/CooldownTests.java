package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The length of the cooldown, on a clock that stands still. */
class CooldownTests {

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Near the overflow of {@code System.nanoTime()}, whose origin is arbitrary. */
    private long nanoTime = Long.MAX_VALUE - 1;

    private final Cooldown cooldown = new Cooldown(new CooldownProperties(FIRST, LONGEST), () -> nanoTime);

    private void waitUntilOver() {
        nanoTime += cooldown.left().orElseThrow().toNanos();
        assertThat(cooldown.left()).isEmpty();
    }

    private void banAndWait() {
        cooldown.ban(Optional.empty());
        waitUntilOver();
    }

    @Test
    void doublesWithEachBanInARowUpToTheLongest() {
        for (var seconds : new int[] {30, 60, 120, 240, 480, 600, 600}) {
            cooldown.ban(Optional.empty());
            assertThat(cooldown.left()).contains(Duration.ofSeconds(seconds));
            waitUntilOver();
        }
    }

    @Test
    void staysAtTheLongestHoweverManyBansFollow() {
        for (int i = 0; i < 100; i++) {
            banAndWait();
        }

        cooldown.ban(Optional.empty());

        assertThat(cooldown.left()).contains(LONGEST);
    }

    @Test
    void bansOfRequestsThatWereUnderWayTogetherAreOne() {
        cooldown.ban(Optional.empty());
        cooldown.ban(Optional.empty());
        assertThat(cooldown.left()).contains(FIRST);
        waitUntilOver();

        cooldown.ban(Optional.empty());

        assertThat(cooldown.left()).contains(FIRST.multipliedBy(2));
    }

    @Test
    void anAnswerBetweenTwoBansEndsTheRowAndNotTheCooldown() {
        banAndWait();
        cooldown.ban(Optional.empty());
        cooldown.forgetRow();
        assertThat(cooldown.left()).contains(FIRST.multipliedBy(2));

        cooldown.ban(Optional.empty());

        assertThat(cooldown.left()).contains(FIRST.multipliedBy(2));
        waitUntilOver();
        cooldown.ban(Optional.empty());
        assertThat(cooldown.left()).contains(FIRST.multipliedBy(2));
    }

    @Test
    void anAnswerAfterTheCooldownMakesTheNextBanTheFirst() {
        banAndWait();
        banAndWait();
        cooldown.forgetRow();

        cooldown.ban(Optional.empty());

        assertThat(cooldown.left()).contains(FIRST);
    }

    @Test
    void rateLimitsDoNotRaiseTheRow() {
        for (int i = 0; i < 10; i++) {
            cooldown.limit(Duration.ofSeconds(1));
            assertThat(cooldown.left()).contains(Duration.ofSeconds(1));
            waitUntilOver();
        }

        cooldown.ban(Optional.empty());

        assertThat(cooldown.left()).contains(FIRST);
    }

    @Test
    void aBanDuringARateLimitIsTheFirst() {
        cooldown.limit(Duration.ofSeconds(1));
        cooldown.ban(Optional.empty());
        assertThat(cooldown.left()).contains(FIRST);
        waitUntilOver();

        cooldown.ban(Optional.empty());

        assertThat(cooldown.left()).contains(FIRST.multipliedBy(2));
    }

    @Test
    void obeysARetryAfterUpToTheLongestAndNeverShortens() {
        cooldown.limit(Duration.ofSeconds(45));
        cooldown.limit(Duration.ofSeconds(5));
        assertThat(cooldown.left()).contains(Duration.ofSeconds(45));

        cooldown.ban(Optional.of(Duration.ofSeconds(999_999_999)));

        assertThat(cooldown.left()).contains(LONGEST);
    }
}
