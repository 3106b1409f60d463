package dev.imagegateway.ratelimit;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.client.ModelAccess;
import dev.imagegateway.ratelimit.ClientBuckets.Left;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to count a request at the door, and a generation until its end. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimiterBenchmark {

    private static final int MOST = 10_000_000;

    private final LocalLimits limits = new LocalLimits(new IdsByClient(), 1, client -> Left.all(client.limits()));
    private final AtomicLong ids = new AtomicLong();
    private final Client client = new Client(
            "bench",
            Set.of(),
            ModelAccess.ALL,
            new Limits(MOST, MOST, MOST, MOST, 0, 0, 1_000_000, 1_000_000),
            Budget.NONE,
            true,
            null);

    @Benchmark
    public Object request() {
        return limits.request(client);
    }

    @Benchmark
    public Object generation() {
        var id = "gen-" + ids.incrementAndGet();
        var decision = limits.generation(client, id, new ImageLoad(1, 1));
        limits.ended(client, id);
        return decision;
    }
}
