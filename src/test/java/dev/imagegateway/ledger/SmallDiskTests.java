package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is smaller than SQLite would let its log grow. Needs the right to mount one. */
@ExtendWith(Suite.class)
class SmallDiskTests {

    /** Bytes. */
    private static final int DISK = 4 << 20;

    @TempDir
    private Path disk;

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }

    @BeforeEach
    void mount(Sandbox sandbox) throws IOException, InterruptedException {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString()))
                .isZero();
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"0s\"}}");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        var _ = run("umount", disk.toString());
    }

    private Gateway start(Sandbox sandbox) {
        return Gateway.start(
                sandbox.url(),
                "--gateway.ledger.directory=" + disk,
                "--gateway.limits.images-per-minute=1000000",
                "--gateway.limits.images-burst=1000000",
                "--gateway.limits.requests-burst=1000000",
                "--gateway.reconciliation.enabled=false");
    }

    @Test
    void logThatIsLargerThanTheDiskIsNotNeeded(Sandbox sandbox) throws InterruptedException {
        try (var gateway = start(sandbox);
                var callers = Executors.newFixedThreadPool(4)) {
            var answers = callers.invokeAll(Collections.nCopies(
                    150, () -> gateway.generate(Gateway.A_CAT).status()));

            assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isEqualTo(200));
            assertThat(gateway.metric("image_gateway_degraded", "dependency=\"ledger\""))
                    .isZero();
        }
    }

    @Test
    void holdsThatFailMakeItUnhealthyUntilThereIsSpace(Sandbox sandbox) throws IOException {
        try (var gateway = start(sandbox)) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            var filler = fill();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.generate(Gateway.A_CAT).problem().equals("ledger-unavailable"));
            assertThat(gateway.metric("image_gateway_degraded", "dependency=\"ledger\""))
                    .isEqualTo(1);
            assertThat(gateway.actuator("/health").status()).isEqualTo(503);
            Files.delete(filler);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> gateway.generate(Gateway.A_CAT).status() == 200);
            assertThat(gateway.actuator("/health").status()).isEqualTo(200);
        }
    }

    private Path fill() throws IOException {
        var filler = disk.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            for (int page = 0; page < 2 * DISK / 4096; page++) {
                out.write(new byte[4096]);
            }
            throw new AssertionError("it is larger than it should be");
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException _) {
            // full
            return filler;
        }
    }
}
