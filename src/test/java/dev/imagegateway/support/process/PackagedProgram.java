package dev.imagegateway.support.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The packaged jar, extracted with Spring Boot's own tool as the Dockerfile does, with an ahead-of-time cache of its
 * classes. A process starts from it with a third of the CPU time that the jar itself takes.
 *
 * @param jar the extracted application, which names its libraries in its manifest
 * @param cache for {@code -XX:AOTCache}; it fits {@link #OPTIONS} only
 */
public record PackagedProgram(Path jar, Path cache) {

    /** Small and quick to start, because there are several processes on few processors. */
    public static final List<String> OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private static final Duration PREPARED_WITHIN = Duration.ofMinutes(3);

    private static final int OK = 200;

    /** Extracts the jar once for all test JVMs of a build: the first that needs it does, the others wait. */
    public static synchronized PackagedProgram of(Path packaged) {
        var folder = packaged.resolveSibling("extracted");
        try {
            Files.createDirectories(folder);
            try (var lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                // by content: a reproducible jar always has the same time of modification
                var own = folder.resolve(digest(packaged));
                var program = new PackagedProgram(
                        own.resolve("program").resolve(packaged.getFileName()), own.resolve("app.aot"));
                if (!Files.exists(program.cache())) {
                    prepare(packaged, own, program);
                }
                return program;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prepare(Path packaged, Path folder, PackagedProgram program) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        var log = folder.resolve("log");
        run(
                log,
                List.of(
                        "-Djarmode=tools",
                        "-jar",
                        packaged.toString(),
                        "extract",
                        "--destination",
                        folder.resolve("program").toString()));
        train(log, folder, program);
    }

    /** Runs it as a test does, to its first image: the cache has the classes that were loaded when it ends. */
    private static void train(Path log, Path folder, PackagedProgram program) throws IOException {
        int port = FreePorts.next();
        int managementPort = FreePorts.next();
        var training = new ArrayList<>(OPTIONS);
        training.addAll(List.of(
                "-XX:AOTCacheOutput=" + program.cache(),
                "-jar",
                program.jar().toString(),
                "--spring.profiles.active=sandbox",
                "--server.port=" + port,
                "--management.server.port=" + managementPort,
                "--sandbox.port=" + FreePorts.next(),
                "--gateway.ledger.directory=" + folder.resolve("data")));
        var process = start(log, training);
        try (var http = HttpClient.newHttpClient()) {
            var management = "http://127.0.0.1:" + managementPort + "/actuator/";
            await().atMost(PREPARED_WITHIN)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .failFast("it ended", () -> !process.isAlive())
                    .until(() -> status(http, get(management + "health/readiness")) == OK);
            var image = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/images/generations"))
                    .header("Authorization", "Bearer sandbox-key")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"model\":\"stable-diffusion-v3-medium\",\"prompt\":\"a cat\"}"))
                    .build();
            if (status(http, image) != OK || status(http, get(management + "prometheus")) != OK) {
                throw new AssertionError(Files.readString(log));
            }
            // the cache is written at the end
            process.destroy();
            if (!process.waitFor(PREPARED_WITHIN.toSeconds(), TimeUnit.SECONDS) || !Files.exists(program.cache())) {
                throw new AssertionError(Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private static int status(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(Path log, List<String> arguments) throws IOException {
        var process = start(log, arguments);
        try {
            if (!process.waitFor(PREPARED_WITHIN.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(arguments + ":\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Process start(Path log, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(java()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The {@code java} of this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
