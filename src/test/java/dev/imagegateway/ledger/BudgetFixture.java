package dev.imagegateway.ledger;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation.InPostgres;
import dev.imagegateway.support.RunningGateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.process.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Three gateways that share a PostgreSQL, and many callers. */
abstract class BudgetFixture {

    static final long PRICE = 91_000;
    static final int IMAGES = 100;
    static final int REQUESTS = 500;

    /** How many callers there are; each asks again as soon as it has its answer. */
    static final int AT_ONCE = 250;

    InPostgres place = newPlace();

    interface WithGateways {
        void run(RunningSandbox upstream, List<GatewayProcess> gateways) throws InterruptedException;
    }

    static InPostgres newPlace() {
        return new InPostgres(PostgresServer.shared().newDatabase());
    }

    void with(List<String> sandbox, List<String> settings, WithGateways test) throws InterruptedException {
        var all = new ArrayList<>(place.settings());
        all.add("--gateway.reconciliation.enabled=false");
        all.addAll(settings);
        var options = all.toArray(String[]::new);
        try (var upstream = RunningSandbox.start(sandbox.toArray(String[]::new));
                var one = GatewayProcess.start(upstream.sandbox().url(), place.environment(), options);
                var two = GatewayProcess.start(upstream.sandbox().url(), place.environment(), options);
                var three = GatewayProcess.start(upstream.sandbox().url(), place.environment(), options)) {
            test.run(upstream, List.of(one, two, three));
        }
    }

    /** So many requests for one image each, over all gateways; the statuses that came back. */
    static List<Integer> ask(List<? extends RunningGateway> gateways, String key, int requests) {
        var callers = new Semaphore(AT_ONCE);
        var calls = IntStream.range(0, requests)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            callers.acquireUninterruptibly();
                            try {
                                var gateway = gateways.get(i % gateways.size());
                                var body = "{" + Gateway.MODEL + ",\"prompt\":\"cat " + i + "\"}";
                                return gateway.send(
                                                gateway.generation(body).setHeader("Authorization", "Bearer " + key))
                                        .status();
                            } finally {
                                callers.release();
                            }
                        },
                        Thread::startVirtualThread))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    static long count(List<Integer> statuses, int status) {
        return statuses.stream().filter(one -> one == status).count();
    }
}
