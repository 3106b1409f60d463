package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** A sandbox, and one gateway or two on one ledger before it, for requests that are sent more than once. */
public final class ReplayFixture implements AutoCloseable {

    private final RunningSandbox server;
    private final Sandbox sandbox;
    private final PostGate gate;
    private final List<Gateway> gateways = new ArrayList<>();

    private ReplayFixture(RunningSandbox server) {
        this.server = server;
        this.sandbox = server.sandbox();
        this.gate = new PostGate(server.url());
    }

    public static ReplayFixture open(LedgerRows ledger, String... settings) {
        return open(ledger, 1, settings);
    }

    /** Starts so many replicas: more than one only where the ledger can be shared. */
    public static ReplayFixture open(LedgerRows ledger, int replicas, String... settings) {
        var fixture = new ReplayFixture(RunningSandbox.start());
        var all = Stream.concat(
                        Stream.of(
                                fixture.gate.setting(),
                                "--gateway.clients[1].id=team-b",
                                "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_B),
                                "--gateway.upstream.retry.max-attempts=1",
                                "--gateway.replay.poll-interval=50ms"),
                        Stream.of(settings))
                .toArray(String[]::new);
        for (int i = 0; i < replicas; i++) {
            fixture.gateways.add(Gateway.start(fixture.sandbox.url(), ledger.with(all)));
        }
        return fixture;
    }

    public Gateway gateway() {
        return gateways.getFirst();
    }

    /** Another replica, where there are two. */
    public Gateway other() {
        return gateways.getLast();
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** Between the gateways and the sandbox. */
    public PostGate gate() {
        return gate;
    }

    /** From now on every generation takes so long. */
    public void slow(String time) {
        sandbox.call("PUT", "/sandbox/settings", "{\"latency\":{\"fixed\":\"" + time + "\"}}");
    }

    public static String prompt(String prompt) {
        return "{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\"}";
    }

    public static String seeded(String prompt, long seed) {
        return "{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\",\"seed\":" + seed + "}";
    }

    /** A request with headers, name and value in turn. */
    public static HttpRequest.Builder request(Gateway gateway, String body, String... headers) {
        var request = gateway.generation(body);
        return headers.length == 0 ? request : request.headers(headers);
    }

    public static Answer send(Gateway gateway, String body, String... headers) {
        return gateway.send(request(gateway, body, headers));
    }

    public static String url(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/data/0/url").asString();
    }

    public static void assertAllDiffer(List<Answer> answers) {
        assertThat(new HashSet<>(answers.stream().map(ReplayFixture::url).toList()))
                .hasSameSizeAs(answers);
    }

    public Answer generation(String id, String... headers) {
        var request = gateway().to("/v1/generations/" + id).header("Authorization", "Bearer " + TestKeys.CLIENT);
        return gateway().send(headers.length == 0 ? request : request.headers(headers));
    }

    @Override
    public void close() {
        gate.letGo();
        gateways.forEach(Gateway::close);
        gate.close();
        server.close();
    }
}
