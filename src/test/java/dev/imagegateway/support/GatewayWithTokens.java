package dev.imagegateway.support;

import java.util.ArrayList;
import java.util.List;

/** A gateway that takes tokens besides keys, with a sandbox behind it: {@code team-a} has keys, and {@code boss} sees all. */
public record GatewayWithTokens(RunningSandbox server, Sandbox sandbox, Gateway gateway) implements AutoCloseable {

    public static GatewayWithTokens open(List<String> settings, String... more) {
        var server = RunningSandbox.start();
        var all = new ArrayList<>(List.of(
                "--gateway.clients[1].id=boss",
                "--gateway.clients[1].roles[0]=admin",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.ADMIN)));
        all.addAll(settings);
        all.addAll(List.of(more));
        return new GatewayWithTokens(server, server.sandbox(), Gateway.start(server.url(), all.toArray(String[]::new)));
    }

    public Answer generate(String credential) {
        return gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + credential));
    }

    public Answer get(String path, String credential) {
        return gateway.send(gateway.to(path).header("Authorization", "Bearer " + credential));
    }

    /** Whose the generation is, by the books. */
    public String bookedTo(Answer generated) {
        return get("/v1/generations/" + generated.header("X-Generation-Id"), TestKeys.ADMIN)
                .json()
                .path("client")
                .asString("");
    }

    @Override
    public void close() {
        gateway.close();
        server.close();
    }
}
