package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A gateway pays for nothing that its ledger would not know of after a restart. */
@ExtendWith(OutputCaptureExtension.class)
class VanishedLedgerTests {

    private static final String A_PICTURE = "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}";

    private final StubUpstream upstream = new StubUpstream();
    private final Path folder = DataFolders.fresh();
    private final Path database = folder.resolve("ledger.db");

    @AfterEach
    void stopUpstream() {
        upstream.close();
    }

    private Gateway start(String... settings) {
        var all = new ArrayList<>(List.of("--gateway.ledger.directory=" + folder));
        all.addAll(List.of(settings));
        var gateway = Gateway.start(upstream.url(), all.toArray(String[]::new));
        upstream.answers(200, Map.of(), A_PICTURE);
        return gateway;
    }

    private static Answer generate(Gateway gateway, String key) {
        return gateway.send(gateway.generation(Gateway.A_CAT).header("Idempotency-Key", key));
    }

    private static void assertPaysNothing(Gateway gateway, StubUpstream upstream) {
        var paid = upstream.posts().size();
        var refusal = generate(gateway, "later");
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.problem()).isEqualTo("ledger-unavailable");
        assertThat(upstream.posts()).hasSize(paid);
        assertThat(isUp(gateway)).isFalse();
    }

    private static boolean isUp(Gateway gateway) {
        return gateway.actuator("/health").status() == 200;
    }

    enum Damage {
        DATABASE_DELETED {
            @Override
            void to(Path database) throws IOException {
                Files.delete(database);
            }
        },
        DATABASE_REPLACED_BY_A_COPY {
            @Override
            void to(Path database) throws IOException {
                var copy = Files.copy(database, database.resolveSibling("copy"));
                Files.move(copy, database, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        LOG_DELETED {
            @Override
            void to(Path database) throws IOException {
                Files.delete(database.resolveSibling("ledger.db-wal"));
            }
        },
        SHARED_MEMORY_DELETED {
            @Override
            void to(Path database) throws IOException {
                Files.delete(database.resolveSibling("ledger.db-shm"));
            }
        };

        abstract void to(Path database) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void paysNothingOnceItsFilesAreNotThoseItOpened(Damage damage) throws IOException {
        try (var gateway = start()) {
            assertThat(generate(gateway, "first").status()).isEqualTo(200);

            damage.to(database);

            assertPaysNothing(gateway, upstream);
        }
    }

    @Test
    void goesOnWhenTheSameFolderIsBack() throws IOException {
        try (var gateway = start()) {
            assertThat(generate(gateway, "first").status()).isEqualTo(200);
            var elsewhere = folder.resolveSibling(folder.getFileName() + "-moved");

            Files.move(folder, elsewhere);
            assertPaysNothing(gateway, upstream);

            Files.move(elsewhere, folder);
            await().until(() -> generate(gateway, "later").status() == 200);
            await().until(() -> isUp(gateway));
            // what was paid before is still known
            var paid = upstream.posts().size();
            assertThat(generate(gateway, "first").status()).isEqualTo(200);
            assertThat(upstream.posts()).hasSize(paid);
        }
    }

    @Test
    void aStartWithoutTheLedgerIsRefusedUntilItIsAccepted(CapturedOutput output) throws IOException {
        try (var gateway = start()) {
            assertThat(generate(gateway, "first").status()).isEqualTo(200);
            Files.delete(database);
        }

        assertThatThrownBy(() -> start().close()).isInstanceOf(RuntimeException.class);

        var refusal = output.getAll()
                .lines()
                .filter(line -> line.contains("Cannot start: "))
                .toList();
        assertThat(refusal).singleElement().asString().contains(database.toString(), "ledger.id");
        var accept = refusal.getFirst().replaceAll(".*(gateway\\.ledger\\.accept=\\S*[0-9a-f]).*", "$1");
        try (var gateway = start("--" + accept)) {
            assertThat(generate(gateway, "first").status()).isEqualTo(200);
        }
        // it was meant once
        Files.delete(database);
        assertThatThrownBy(() -> start("--" + accept).close()).isInstanceOf(RuntimeException.class);
    }
}
