package dev.imagegateway.support;

import dev.imagegateway.ImageGatewayApplication;
import dev.imagegateway.support.process.PackagedProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The gateway as a process of its own, run to its end.
 *
 * @param exit the process's exit code
 * @param output all that it printed
 */
public record Program(int exit, String output) {

    /** Starts it with this environment and no other settings than these, and waits until it has ended. */
    public static Program run(Map<String, String> environment, String... arguments) {
        return run(environment, "", arguments);
    }

    /** Starts it with this on its standard input, and waits until it has ended. */
    public static Program fed(String input, String... arguments) {
        return run(Map.of(), input, arguments);
    }

    private static Program run(Map<String, String> environment, String input, String... arguments) {
        var command = new ArrayList<>(List.of(
                PackagedProgram.java(),
                "-cp",
                System.getProperty("java.class.path"),
                ImageGatewayApplication.class.getName(),
                "--server.port=0",
                "--management.server.port=0",
                "--gateway.ledger.directory=" + DataFolders.fresh()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AIML") || name.startsWith("GATEWAY"));
        builder.environment().putAll(environment);
        try {
            // into a file, so that one that does not end can be ended
            var log = Files.createTempFile("program", ".log");
            var process = builder.redirectOutput(log.toFile()).start();
            try (var in = process.outputWriter()) {
                in.write(input);
            }
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            var output = Files.readString(log);
            Files.delete(log);
            Exchanges.keep("program", output);
            return new Program(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
