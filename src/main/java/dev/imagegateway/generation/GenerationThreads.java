package dev.imagegateway.generation;

import dev.imagegateway.telemetry.RequestId;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The threads that generations run on: virtual, one each, with the request's trace and log context. A stop awaits
 * them after the HTTP exchanges, and before what they use is closed, for what was sent has to be accounted for.
 */
@Component
final class GenerationThreads implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(GenerationThreads.class);

    private final ExecutorService virtual = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("generation-", 1).factory());
    private final ObservationRegistry observations;
    private volatile boolean running;

    GenerationThreads(ObservationRegistry observations) {
        this.observations = observations;
    }

    /** @throws RejectedExecutionException when the gateway is stopping */
    void execute(Runnable work) {
        var requestId = MDC.get(RequestId.LOG_KEY);
        var observation = observations.getCurrentObservation();
        virtual.execute(() -> {
            try (var _ = MDC.putCloseable(RequestId.LOG_KEY, requestId);
                    var _ = (observation == null ? Observation.NOOP : observation).openScope()) {
                work.run();
            }
        });
    }

    @Override
    public void start() {
        running = true;
    }

    /** Ends when the last of them has: each is bounded by the upstream's own time limit. */
    @Override
    public void stop() {
        log.debug("Waiting for generations under way");
        virtual.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Later than the web server stops taking requests, earlier than anything else stops. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 512;
    }
}
