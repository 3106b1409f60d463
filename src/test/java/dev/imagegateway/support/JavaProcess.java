package dev.imagegateway.support;

import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.process.PackagedProgram;
import dev.imagegateway.support.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * One of our programs as a process of its own, in a folder of its own, which can end and be started again: from the
 * packaged jar that {@code gateway.jar} names, see {@link PackagedProgram}, or else from the class path.
 */
final class JavaProcess implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    /** A graceful stop may take as long as a generation. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(150);

    /** What the machine's own environment must not decide. */
    private static final Pattern SETTING = Pattern.compile("(AIML|GATEWAY|SANDBOX|SPRING|SERVER|MANAGEMENT)_?.*");

    private final Class<?> main;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private final Path folder;
    private final Thread atExit = new Thread(this::end);
    private volatile @Nullable Process process;

    JavaProcess(Class<?> main, Map<String, String> environment, List<String> arguments) {
        this.main = main;
        this.environment = environment;
        this.arguments = arguments;
        try {
            folder = Files.createTempDirectory("process");
            Files.createDirectory(folder.resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Where it runs. */
    Path folder() {
        return folder;
    }

    void start() {
        if (process != null && process.isAlive()) {
            throw new AssertionError(main + " runs already");
        }
        var builder = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(SETTING.asMatchPredicate());
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() {
        var command = new ArrayList<>(List.of(PackagedProgram.java()));
        command.addAll(PackagedProgram.OPTIONS);
        // what it leaves behind when it is killed goes with its folder
        command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
        var jar = System.getProperty("gateway.jar");
        if (jar == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        } else {
            var program = PackagedProgram.of(Path.of(jar));
            // without adapters as in the image: the JVM would write a warning about them among the lines of the log
            command.addAll(List.of(
                    "-XX:AOTCache=" + program.cache(),
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-AOTAdapterCaching",
                    "-cp",
                    program.jar().toString()));
        }
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** Waits until it does what it was started for, and fails early when it ends instead. */
    void awaitReady(Callable<Boolean> ready) {
        try {
            await().atMost(STARTS_WITHIN)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("it ended", () -> !running().isAlive())
                    .until(ready);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError(main + " did not start:\n" + output(), e);
        }
    }

    ProcessHandle handle() {
        return running().toHandle();
    }

    /** SIGKILL; returns when it has ended. */
    void kill() {
        Signal.KILL.send(handle());
        awaitExit();
    }

    /** Waits for its end; its exit code, 128 more than the signal that ended it. */
    int awaitExit() {
        try {
            if (!running().waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(main + " does not end:\n" + output());
            }
            return running().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All that it has printed, in all of its lives. */
    String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, keeps what it printed for {@code LeakSearch}, and removes its folder. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
        Exchanges.keep(main.getSimpleName() + " as a process", output());
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        var last = process;
        if (last != null) {
            last.destroyForcibly().onExit().join();
        }
    }

    private Process running() {
        if (process == null) {
            throw new AssertionError(main + " was not started");
        }
        return process;
    }

    private Path log() {
        return folder.resolve("output.log");
    }
}
