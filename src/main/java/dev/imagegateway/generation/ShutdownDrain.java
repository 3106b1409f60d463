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
 * Counts the generations under way. A stop awaits them after the HTTP exchanges, and before what they use is closed, for
 * what was sent has to be accounted for.
 */
@Component
final class ShutdownDrain implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ShutdownDrain.class);

    /** From the end of the last attempt until its settlement has been waited for. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** One for each generation; all of them when the gateway has stopped. */
    private final Semaphore places = new Semaphore(Integer.MAX_VALUE);

    private final Duration longest;
    private volatile boolean stopping;
    private volatile boolean running;

    ShutdownDrain(AimlImageClient upstream) {
        this.longest = upstream.timeout().plus(SETTLING);
    }

    /** Whether one more may begin; it then has to {@link #end}. Not when the gateway is stopping. */
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

    /** Ends when the last of them has: each is bounded by the upstream's own time limit. */
    @Override
    public void stop() {
        log.debug("Waiting for generations under way");
        stopping = true;
        try {
            if (!places.tryAcquire(Integer.MAX_VALUE, longest.toMillis(), TimeUnit.MILLISECONDS)) {
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

    /** Later than the web server stops taking requests, earlier than anything else stops. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 512;
    }
}
