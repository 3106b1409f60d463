package dev.imagegateway.replay;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Audit;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation.InPostgres;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.process.PostgresServer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Three gateways that share a PostgreSQL, and their upstream. */
final class ThreeGateways implements AutoCloseable {

    private final InPostgres place = new InPostgres(PostgresServer.shared().newDatabase());
    private final RunningSandbox upstream =
            RunningSandbox.start("--sandbox.log-delay=0s", "--sandbox.ledger-delay=0s", "--sandbox.latency.fixed=1s");
    private final List<GatewayProcess> gateways = new ArrayList<>();

    private ThreeGateways() {}

    static ThreeGateways start(String... settings) {
        var three = new ThreeGateways();
        try {
            for (int i = 0; i < 3; i++) {
                three.gateways.add(GatewayProcess.start(three.sandbox().url(), three.place.environment(), settings));
            }
            return three;
        } catch (Throwable e) {
            three.close();
            throw e;
        }
    }

    Sandbox sandbox() {
        return upstream.sandbox();
    }

    GatewayProcess any() {
        return gateways.getFirst();
    }

    /** So many requests at once, each gateway as many as the others. */
    List<Answer> ask(int requests, Function<GatewayProcess, HttpRequest.Builder> request) {
        var start = new CountDownLatch(1);
        var calls = IntStream.range(0, requests)
                .mapToObj(i -> gateways.get(i % gateways.size()))
                .map(gateway -> CompletableFuture.supplyAsync(
                        () -> {
                            awaitStart(start);
                            return gateway.send(request.apply(gateway));
                        },
                        Thread::startVirtualThread))
                .toList();
        start.countDown();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Audit audit() {
        return Audit.of(place, sandbox());
    }

    @Override
    public void close() {
        gateways.forEach(GatewayProcess::close);
        upstream.close();
    }
}
