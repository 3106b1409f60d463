package dev.imagegateway.alerts;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.RunningSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged gateway with a sandbox, a Prometheus that scrapes it, and a shell for the commands of the runbooks. */
final class Installation implements AutoCloseable {

    /** The key of the runbooks. */
    private static final String SANDBOX_KEY = "sandbox-key";

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Path clients;

    final RunningSandbox sandbox;
    final GatewayProcess gateway;
    final Prometheus prometheus;
    final Shell shell;

    /**
     * @param environment of the gateway
     * @param services what commands of {@code docker compose} in runbooks do, besides stopping and starting the gateway
     * @param settings of the gateway
     */
    Installation(Map<String, String> environment, Map<String, Runnable> services, List<String> settings) {
        try {
            sandbox = closing(RunningSandbox.start("--sandbox.api-keys=sandbox-upstream-key"));
            clients = Files.createTempFile("clients", ".yaml");
            parts.add(() -> Files.delete(clients));
            budget(1_000_000_000);
            var variables = new HashMap<>(Map.of("AIML_API_KEY", "sandbox-upstream-key"));
            variables.putAll(environment);
            gateway = closing(GatewayProcess.start(
                    sandbox.url(),
                    variables,
                    Stream.of(Stream.of("--gateway.clients-file=" + clients), scaled(), settings.stream())
                            .flatMap(some -> some)
                            .toArray(String[]::new)));
            prometheus = closing(Prometheus.start(gateway.managementPort()));
            var all = new HashMap<String, Runnable>(services);
            all.put("stop gateway", () -> {
                gateway.sigterm();
                gateway.awaitExit();
            });
            all.put("restart gateway", gateway::restart);
            shell = closing(new Shell(
                    Map.of(
                            8080, gateway.port(),
                            8081, gateway.managementPort(),
                            8089, sandbox.url().getPort(),
                            9090, prometheus.port()),
                    all));
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** Changes the monthly budget of the runbooks' client, while the gateway runs. */
    void budget(long credits) {
        try {
            Files.writeString(clients, """
                    gateway:
                      clients:
                        - id: sandbox
                          key-hashes: [%s]
                          roles: [admin]
                          budget: {credits-per-month: %s}
                    """.formatted(Gateway.sha256(SANDBOX_KEY), credits));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Times of the gateway that a {@link ScaledRules scaled} time needs shorter, too. */
    private static Stream<String> scaled() {
        return Stream.of(
                "--gateway.clients-refresh=100ms",
                "--gateway.ledger.metrics-interval=200ms",
                "--gateway.catalogue.lifecycle-interval=1s",
                "--gateway.upstream.keys.rest=28ms",
                "--gateway.upstream.keys.longest-rest=10s",
                "--gateway.upstream.retry.base-delay=2ms",
                "--gateway.upstream.retry.max-delay=40ms",
                "--gateway.upstream.books.retry-delay=40ms",
                "--gateway.upstream.books.reads-per-minute=100000",
                "--gateway.reconciliation.interval=250ms",
                "--resilience4j.circuitbreaker.instances.upstream.wait-duration-in-open-state=55ms");
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() {
        for (var part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
