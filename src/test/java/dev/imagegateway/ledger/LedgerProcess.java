package dev.imagegateway.ledger;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.store.StoreOpening;
import dev.imagegateway.store.StoreProperties;
import dev.imagegateway.support.process.PackagedProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Opens a SQLite ledger in a process of its own, and prints why it cannot. */
final class LedgerProcess {

    private LedgerProcess() {}

    public static void main(String... arguments) {
        try (var _ = StoreOpening.open(Path.of(arguments[0]), "", new StoreProperties(null, null, null))) {
            System.out.println("open");
        } catch (StartupException e) {
            System.out.println(e.getMessage());
        }
    }

    /** What such a process printed. */
    static String open(Path directory) throws IOException {
        var process = new ProcessBuilder(
                        PackagedProgram.java(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerProcess.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
