package dev.imagegateway.generation;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.upstream.AimlImageClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;

/** One generation's journey, top to bottom, each line a step. */
@Component
final class GenerationPipeline {

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
        var running = CompletableFuture.supplyAsync(() -> carryOut(generation), threads);
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the generation failed in the gateway itself", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.OUTCOME_UNKNOWN, "The gateway stopped before the images were there.")
                    .asException();
        }
    }

    private GenerationResult carryOut(Generation generation) {
        var started = System.nanoTime();
        var outcome = upstream.generate(generation.request(), generation.seed(), generation.id());
        var result = outcomes.read(generation, outcome);
        metrics.ended(generation, result, Duration.ofNanos(System.nanoTime() - started));
        return result;
    }
}
