package dev.imagegateway.support.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL from a jar, as processes of this machine. */
final class PostgresProcess implements PostgresServer {

    private static final int STARTS_WITHIN_SECONDS = 60;

    private final AtomicInteger databases = new AtomicInteger();
    private final Path folder;
    private final EmbeddedPostgres embedded;
    private final Path control;

    private PostgresProcess(Path folder, EmbeddedPostgres embedded) throws IOException {
        this.folder = folder;
        this.embedded = embedded;
        control = Path.of(postmaster().info().command().orElseThrow()).resolveSibling("pg_ctl");
    }

    static PostgresProcess start() {
        try {
            var folder = Files.createTempDirectory("postgres");
            var log = Redirect.appendTo(log(folder).toFile());
            var builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data(folder))
                    .setPort(FreePorts.next())
                    // it is stopped with the others, see PostgresKind
                    .setRegisterShutdownHook(false)
                    // what it logs is read by tests, in English
                    .setLocaleConfig("locale", "C")
                    .setOutputRedirector(log)
                    .setErrorRedirector(log);
            SETTINGS.forEach(builder::setServerConfig);
            return new PostgresProcess(folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Database newDatabase() {
        return new Database(embedded.getJdbcUrl(USER, "postgres").replaceAll("\\?.*", ""), USER, PASSWORD)
                .create("test_" + databases.incrementAndGet());
    }

    @Override
    public void pause() {
        Signal.STOP.sendTree(postmaster());
    }

    @Override
    public void resume() {
        Signal.CONT.sendTree(postmaster());
    }

    @Override
    public void kill() {
        Signal.KILL.sendTree(postmaster());
    }

    @Override
    public void restart() {
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            // it refuses to run as root, so root runs it as a user without a name, as the first start did
            command.addAll(List.of("unshare", "-U"));
        }
        // restart, unlike start, keeps the options of the last start
        command.addAll(List.of(
                control.toString(),
                "-D",
                data(folder).toString(),
                "-l",
                log(folder).toString(),
                "-w",
                "restart"));
        try {
            var starting = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (!starting.waitFor(STARTS_WITHIN_SECONDS, TimeUnit.SECONDS) || starting.exitValue() != 0) {
                throw new AssertionError("PostgreSQL did not start again:\n" + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public String log() {
        try {
            return Files.readString(log(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            if (Files.exists(pidFile(folder))) {
                ProcessHandle.of(pid()).ifPresent(Signal.CONT::sendTree);
            }
            embedded.close();
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessHandle postmaster() {
        return ProcessHandle.of(pid()).orElseThrow(() -> new AssertionError("PostgreSQL does not run:\n" + log()));
    }

    /** As it wrote it down itself; what it wrote remains when it is killed. */
    private long pid() {
        try (var lines = Files.lines(pidFile(folder))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    private static Path pidFile(Path folder) {
        return data(folder).resolve("postmaster.pid");
    }

    private static Path log(Path folder) {
        return folder.resolve("log");
    }
}
