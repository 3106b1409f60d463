package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.upstream.AimlImageClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One generation's journey, top to bottom, each line a step. */
@Component
final class GenerationPipeline {

    private static final Logger log = LoggerFactory.getLogger(GenerationPipeline.class);

    private final AimlImageClient upstream;
    private final OutcomeReader outcomes;
    private final GenerationMetrics metrics;
    private final ExecutorService threads;

    GenerationPipeline(
            AimlImageClient upstream, OutcomeReader outcomes, GenerationMetrics metrics, GenerationThreads threads) {
        this.upstream = upstream;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.threads = threads.executor();
    }

    /** Carries the generation out on a thread of its own, which a caller that hangs up does not stop, and waits. */
    GenerationResult run(Generation generation) {
        try {
            return CompletableFuture.supplyAsync(() -> carryOut(generation), threads)
                    .get();
        } catch (RejectedExecutionException _) {
            throw Problem.of(ProblemType.UPSTREAM_UNAVAILABLE, "The gateway is stopping; nothing was sent.")
                    .retryAfter(Duration.ofSeconds(5))
                    .asException();
        } catch (ExecutionException e) {
            // not internal-error: it may have been sent, and some clients repeat every 500
            log.error("{} failed in the gateway and may have been billed", generation.id(), e.getCause());
            return new Failed(
                    Problem.of(
                            ProblemType.OUTCOME_UNKNOWN,
                            "The gateway failed; the images may have been made and billed."),
                    Optional.empty());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.OUTCOME_UNKNOWN, "The gateway stopped before the images were there.")
                    .asException();
        }
    }

    private GenerationResult carryOut(Generation generation) {
        var started = System.nanoTime();
        var attempts = upstream.generate(generation.request(), generation.seed(), generation.id(), () -> true);
        var result = outcomes.read(generation, attempts.outcome());
        metrics.ended(generation, result, Duration.ofNanos(System.nanoTime() - started));
        return result;
    }
}
