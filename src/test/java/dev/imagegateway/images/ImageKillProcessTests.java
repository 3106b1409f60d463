package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.secret.Sha256;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.LoadGenerator;
import dev.imagegateway.support.Proof;
import dev.imagegateway.support.RunningSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A gateway that is killed while it copies images, and started again. {@code -Dproof.rounds} and {@code -Dkill.seed}
 * choose how often and when.
 */
@Tag("proof")
class ImageKillProcessTests {

    private static final int ROUNDS = Proof.rounds(1);
    private static final int CALLERS = 8;

    private final LedgerLocation.InFile place = LedgerLocation.InFile.fresh();

    @Test
    void noRowIsWithoutItsFileAndNoFileWithoutARow() throws InterruptedException, IOException {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        var settings = new ArrayList<>(place.settings());
        settings.addAll(List.of("--gateway.images.store=disk", "--gateway.reconciliation.settle-lag=2s"));
        try (var upstream = RunningSandbox.start("--sandbox.latency.fixed=100ms");
                var gateway = GatewayProcess.start(upstream.sandbox().url(), settings.toArray(String[]::new))) {
            // most kills meet copies that are under way
            upstream.sandbox().fault("{\"fault\":\"image-slow\",\"over\":\"300ms\"}");
            try (var load = LoadGenerator.start(seed, CALLERS, gateway)) {
                kill(gateway, load, new Random(seed));
                load.stop();
            }
            awaitCopies();
            // deletes files without a row
            gateway.sigkill();
            gateway.restart();

            assertThat(count("SELECT COUNT(*) FROM image WHERE state = 'KEPT'")).isGreaterThan(ROUNDS);
            assertThat(count("SELECT COUNT(*) FROM image WHERE state <> 'KEPT'"))
                    .isZero();
            assertThat(count("SELECT COUNT(*) FROM generation g WHERE outcome = 'succeeded'"
                            + " AND NOT EXISTS (SELECT 1 FROM image i WHERE i.generation = g.id)"))
                    .isZero();
            await().untilAsserted(() -> assertThat(files()).isEqualTo(contents()));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("again with -Dkill.seed=" + seed, e);
        }
    }

    private void kill(GatewayProcess gateway, LoadGenerator load, Random random) throws InterruptedException {
        // nobody counts down: it is a clock that picks the moment, which no condition could
        var moment = new CountDownLatch(1);
        for (int round = 0; round < ROUNDS; round++) {
            int before = load.sent().size();
            await().atMost(Duration.ofMinutes(1)).until(() -> load.sent().size() >= before + CALLERS);
            moment.await(random.nextInt(500), TimeUnit.MILLISECONDS);
            gateway.sigkill();
            gateway.restart();
        }
    }

    /** However slow the machine is, the images that are not copied yet have to become fewer within a minute. */
    private void awaitCopies() {
        for (long rest = pending(); rest > 0; rest = pending()) {
            long before = rest;
            await("fewer than " + before + " pending images")
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> pending() < before);
        }
    }

    private long pending() {
        return count("SELECT COUNT(*) FROM image WHERE state = 'PENDING'");
    }

    private Set<String> files() throws IOException {
        var found = new HashSet<String>();
        try (var all = Files.walk(place.directory().resolve("images/files"))) {
            for (var file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                assertThat(Sha256.hex(Files.readAllBytes(file)))
                        .isEqualTo(file.getFileName().toString());
                found.add(file.getFileName().toString());
            }
        }
        return found;
    }

    private Set<String> contents() {
        var found = new HashSet<String>();
        try (var connection = place.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT DISTINCT sha256 FROM image WHERE state = 'KEPT'")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private long count(String query) {
        try (var connection = place.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
