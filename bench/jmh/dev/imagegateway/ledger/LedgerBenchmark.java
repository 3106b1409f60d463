package dev.imagegateway.ledger;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.client.ModelAccess;
import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Credits;
import dev.imagegateway.store.StoreProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** A durable hold and its settlement in SQLite, from one thread and from 32 that share commits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LedgerBenchmark {

    private static final int MOST = 10_000_000;
    private static final Credits PRICE = new Credits(91_000);
    private static final CompletionDetails DONE = new CompletionDetails(
            "succeeded", 1, "abcd", "inf-1", "req-1", 1, List.of("https://cdn.aimlapi.com/squirrel/files/monkey/p.png"), true, List.of(), List.of());

    private final Client client = new Client(
            "bench", Set.of(), ModelAccess.ALL, new Limits(MOST, MOST, MOST, MOST, 0, 0, MOST, MOST), new Budget(null, null, Long.MAX_VALUE / 2), true, null);
    /** Set by JMH before the first measurement. */
    @SuppressWarnings("NullAway.Init")
    private OpenLedger open;

    @Setup
    public void open() throws IOException {
        var properties = new LedgerProperties(
                Files.createTempDirectory("ledger"),
                "",
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                256,
                Duration.ofMillis(1),
                false,
                Duration.ofDays(400),
                Duration.ofSeconds(10));
        open = new OpenLedger(
                properties,
                new StoreProperties(null, null, null),
                new OperatorBudget(null, null, null, ZoneOffset.UTC),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    @TearDown
    public void close() {
        open.close();
    }

    private boolean holdAndSettle() {
        var request = new HoldRequest(
                "gen-" + UUID.randomUUID(),
                client,
                new HoldRequest.Details(
                        null,
                        "stable-diffusion-v3-medium",
                        1,
                        1,
                        "square_hd",
                        null,
                        1L,
                        "0".repeat(64),
                        null,
                        "req-1"),
                PRICE,
                new HoldRequest.SendWindow(List.of("abcd"), Duration.ofMinutes(3), Duration.ofMinutes(3)),
                Claims.NONE);
        return open.ledger().hold(request) instanceof Hold hold
                && hold.settle(new Cost(PRICE, Cost.Source.BODY), DONE).join();
    }

    @Benchmark
    public boolean alone() {
        return holdAndSettle();
    }

    @Benchmark
    @Threads(32)
    public boolean thirtyTwo() {
        return holdAndSettle();
    }
}
