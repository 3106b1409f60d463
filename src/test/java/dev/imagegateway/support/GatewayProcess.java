package dev.imagegateway.support;

import dev.imagegateway.ImageGatewayApplication;
import dev.imagegateway.support.process.FreePorts;
import dev.imagegateway.support.process.Signal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real gateway as a process of its own, which can be frozen, killed and started again with the same settings, ports and
 * folder.
 */
public final class GatewayProcess implements RunningGateway {

    private final int port = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final JavaProcess process;
    private volatile HttpClient http = newClient();

    private GatewayProcess(URI upstream, Map<String, String> environment, String... settings) {
        var secrets = new HashMap<>(Map.of("AIML_API_KEY", TestKeys.UPSTREAM));
        secrets.putAll(environment);
        var arguments = Gateway.settings(
                upstream,
                Stream.concat(
                                Stream.of("--server.port=" + port, "--management.server.port=" + managementPort),
                                Stream.of(settings))
                        .toArray(String[]::new));
        process = new JavaProcess(ImageGatewayApplication.class, secrets, arguments);
    }

    /** Starts one and waits until it is ready. Its settings are those of {@link Gateway#start}. */
    public static GatewayProcess start(URI upstream, String... settings) {
        return start(upstream, Map.of(), settings);
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param environment more of it, for what nobody should read in a list of processes
     */
    public static GatewayProcess start(URI upstream, Map<String, String> environment, String... settings) {
        var gateway = new GatewayProcess(upstream, environment, settings);
        try {
            gateway.restart();
            return gateway;
        } catch (Throwable e) {
            gateway.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int managementPort() {
        return managementPort;
    }

    @Override
    public HttpClient http() {
        return http;
    }

    public long pid() {
        return process.handle().pid();
    }

    /** Where it runs, and writes unless told otherwise. */
    public Path folder() {
        return process.folder();
    }

    /** Starts it again after its end, and waits until it is ready. */
    public void restart() {
        launch();
        awaitReady();
    }

    /** Starts it again after its end, without waiting. */
    public void launch() {
        // connections to the one before are of no use
        http.shutdownNow();
        http = newClient();
        process.start();
    }

    public void awaitReady() {
        var readiness = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"))
                .build();
        process.awaitReady(() -> callUnkept(readiness).succeeded());
    }

    /** Returns when it has ended. */
    public void sigkill() {
        process.kill();
    }

    public void sigstop() {
        Signal.STOP.send(process.handle());
    }

    public void sigcont() {
        Signal.CONT.send(process.handle());
    }

    public void sigterm() {
        Signal.TERM.send(process.handle());
    }

    /** Waits for its end; its exit code. */
    public int awaitExit() {
        return process.awaitExit();
    }

    /** All that it has printed, in all of its lives. */
    public String log() {
        return process.output();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        http.shutdownNow();
        process.close();
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
