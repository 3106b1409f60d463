package dev.imagegateway.alerts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * Runs the commands of a runbook as they are written. What differs is around them: curl's own configuration leads from the
 * documented ports to those of the test, {@code sleep} follows the {@link ScaledRules} and {@code docker compose} acts on the
 * test's servers.
 */
final class Shell implements AutoCloseable {

    private static final int ENDS_WITHIN_SECONDS = 180;

    private static final String COMPOSE = "compose -f docker-compose.observability.yml ";

    private static final String FUNCTIONS = """
            sleep() {
              local millis=$(($1 * 1000 / %s))
              command sleep "$(printf '%%d.%%03d' $((millis / 1000)) $((millis %% 1000)))"
            }
            docker() { curl -s -f "127.0.0.1:$COMPOSE_SERVER" -d "$*"; }
            """.formatted(ScaledRules.FACTOR);

    private final Path folder;
    private final HttpServer compose;
    private final Map<String, Runnable> services;

    /**
     * @param ports the documented ones, and where their servers are
     * @param services what commands of {@code docker compose} do
     */
    Shell(Map<Integer, Integer> ports, Map<String, Runnable> services) {
        this.services = services;
        var connections = new StringBuilder();
        ports.forEach((documented, actual) ->
                connections.append("connect-to = \"localhost:%s:127.0.0.1:%s\"\n".formatted(documented, actual)));
        try {
            folder = Files.createTempDirectory("shell");
            write("any", connections.toString());
            write("successful", connections + "fail\n");
            compose = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            compose.createContext("/", this::compose);
            compose.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String configuration) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve(name)).resolve(".curlrc"), configuration);
    }

    /** Runs commands, and fails if one of them fails or calls something that refuses. Returns what they print. */
    String check(String commands) {
        return run("successful", commands);
    }

    /** Runs commands, and fails if one of them fails. Servers may refuse. Returns what they print. */
    String run(String commands) {
        return run("any", commands);
    }

    private String run(String curl, String commands) {
        try {
            var output = Files.createTempFile(folder, "output", "");
            var builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", FUNCTIONS + commands)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            var environment = builder.environment();
            environment.keySet().removeIf(name -> name.endsWith("_proxy") || name.endsWith("_PROXY"));
            environment.putAll(
                    Map.of(
                            "CURL_HOME", folder.resolve(curl).toString(),
                            "ADMIN_KEY", "sandbox-key",
                            "COMPOSE_SERVER", Integer.toString(compose.getAddress().getPort())));
            var process = builder.start();
            try {
                if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new AssertionError(commands + "\nfailed:\n" + Files.readString(output));
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What {@code docker} does: 200 if the command is known and has been carried out. */
    private void compose(HttpExchange exchange) throws IOException {
        var call = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var service = call.startsWith(COMPOSE) ? services.get(call.substring(COMPOSE.length())) : null;
        int status = 404;
        if (service != null) {
            service.run();
            status = 200;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        compose.stop(0);
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
