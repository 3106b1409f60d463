package dev.imagegateway.support;

import dev.imagegateway.sandbox.SandboxProperties;
import dev.imagegateway.sandbox.SandboxServer;
import java.net.URI;

/** The sandbox in this JVM, on a free port: what it has billed outlives any gateway that runs as a process. */
public final class RunningSandbox implements AutoCloseable {

    private static final String PREFIX = "--sandbox.";

    private final SandboxServer server;
    private final Sandbox sandbox;

    private RunningSandbox(SandboxServer server) {
        this.server = server;
        this.sandbox = new Sandbox(url());
    }

    /**
     * Starts one, with money for a hundred thousand images unless a setting says otherwise.
     *
     * @param settings as on the command line, such as {@code --sandbox.latency.fixed=150ms}
     */
    public static RunningSandbox start(String... settings) {
        var properties = SandboxProperties.defaults()
                .with("port", 0)
                .with("api-keys", TestKeys.UPSTREAM)
                .with("balance", 10_000_000_000L);
        for (var setting : settings) {
            int equals = setting.indexOf('=');
            properties = properties.with(setting.substring(PREFIX.length(), equals), setting.substring(equals + 1));
        }
        return new RunningSandbox(SandboxServer.start(properties));
    }

    public URI url() {
        return server.baseUrl();
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    @Override
    public void close() {
        server.close();
    }
}
