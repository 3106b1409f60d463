package dev.imagegateway.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;
import redis.embedded.core.ExecutableProvider;

/** Redis from a jar, as a process of this machine. It needs OpenSSL's library there. */
final class RedisProcess implements RedisServer {

    private final int port = FreePorts.next();
    private final Path folder;
    private final List<String> command;
    private final String password;
    private Process process;

    private RedisProcess(Path folder, String password) throws IOException {
        this.folder = folder;
        this.password = password;
        // only its executable: the library keeps the process, which is to be frozen and killed, to itself
        var executable =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
        command = new ArrayList<>(List.of(
                executable.getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"));
        if (!password.isEmpty()) {
            command.addAll(List.of("--requirepass", password));
        }
        process = run();
    }

    static RedisProcess start(String password) {
        try {
            return new RedisProcess(Files.createTempDirectory("redis"), password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process run() throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public void pause() {
        Signal.STOP.sendTree(process.toHandle());
    }

    @Override
    public void resume() {
        Signal.CONT.sendTree(process.toHandle());
    }

    @Override
    public void kill() {
        Signal.KILL.sendTree(process.toHandle());
    }

    @Override
    public void restart() {
        try {
            process = run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    @Override
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // there is nothing to save, so there is no need to ask
        Signal.KILL.sendTree(process.toHandle());
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
