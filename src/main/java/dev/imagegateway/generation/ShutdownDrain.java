package dev.imagegateway.generation;

import dev.imagegateway.upstream.AimlImageClient;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Counts the generations in flight. Shutdown waits for them after the HTTP exchanges have ended and before their
 * dependencies are closed, because everything that was sent must be recorded in the ledger.
 */
@Component
final class ShutdownDrain implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ShutdownDrain.class);

    /** Time limit for the settlement, from the end of the last attempt. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** One permit for each generation. Shutdown acquires all of them. */
    private final Semaphore places = new Semaphore(Integer.MAX_VALUE);

    private final Duration timeout;
    private volatile boolean stopping;
    private volatile boolean running;

    ShutdownDrain(AimlImageClient upstream) {
        this.timeout = upstream.timeout().plus(SETTLING);
    }

    /** Registers a generation, which must {@link #end} later. Returns false during shutdown. */
    boolean begin() {
        return !stopping && places.tryAcquire();
    }

    void end() {
        places.release();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Returns when all generations have ended. The upstream's time limit bounds each of them. */
    @Override
    public void stop() {
        log.debug("Waiting for generations under way");
        stopping = true;
        try {
            if (!places.tryAcquire(Integer.MAX_VALUE, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                log.error("{} generations have not ended in time", Integer.MAX_VALUE - places.availablePermits());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the web server stops accepting requests and before all other components. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 512;
    }
}
