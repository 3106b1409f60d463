package dev.imagegateway;

import dev.imagegateway.process.FreePorts;
import dev.imagegateway.sandbox.SandboxMain;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sandbox as a process of its own: what it has billed outlives any gateway. */
final class SandboxProcess implements AutoCloseable {

    private final JavaProcess process;
    private final Sandbox sandbox;

    private SandboxProcess(JavaProcess process, Sandbox sandbox) {
        this.process = process;
        this.sandbox = sandbox;
    }

    /** Starts one, with money for a hundred thousand images unless a setting says otherwise. */
    static SandboxProcess start(String... settings) {
        int port = FreePorts.next();
        var arguments = new ArrayList<>(List.of("--sandbox.port=" + port));
        arguments.addAll(List.of(settings));
        var process = new JavaProcess(
                SandboxMain.class,
                Map.of("SANDBOX_APIKEYS", TestKeys.UPSTREAM, "SANDBOX_BALANCE", "10000000000"),
                arguments);
        try {
            process.start();
            process.awaitReady(() -> process.output().contains("listens on http"));
        } catch (Throwable e) {
            process.close();
            throw e;
        }
        return new SandboxProcess(process, new Sandbox(URI.create("http://127.0.0.1:" + port)));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    @Override
    public void close() {
        process.close();
    }
}
