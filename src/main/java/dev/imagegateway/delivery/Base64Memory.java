package dev.imagegateway.delivery;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Room in the heap for images that are answered as base64. It is taken before anything is sent: what comes then is paid
 * for, and a heap that is full would end the process and all that is under way in it.
 */
public final class Base64Memory {

    /** Bytes for each image: as base64 this model's have 1.4 to 2.7 MB, and on their way there are more copies than one. */
    private static final long IMAGE = 3L << 20;

    /** Of the whole, for any one client, so that one that asks much does not take all of it. */
    private static final double SHARE = 0.75;

    private static final Duration SOON = Duration.ofSeconds(5);

    private final long most;
    private final Map<String, Long> clients = new HashMap<>();
    private long taken;

    /** @param most bytes */
    Base64Memory(long most, MeterRegistry meters) {
        this.most = most;
        Gauge.builder("delivery.base64.memory", this, Base64Memory::taken)
                .description("What is set aside in the heap for images that are answered as base64")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * Sets aside what these images may need, until the HTTP request of this thread is answered to its last byte. Where
     * nothing else is set aside, any number of them has room.
     *
     * @throws GatewayException {@code overloaded} when too much is set aside already, in all or for this client
     */
    public void reserve(String client, int images) {
        var bytes = images * IMAGE;
        if (!tryTake(client, bytes)) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "The gateway's memory for images as base64 is taken; nothing was sent for this request. Try"
                                    + " again later, or ask for response_format url.")
                    .retryAfter(SOON)
                    .asException();
        }
        // one name for each: a second one of the same name would take the first one's place
        Runnable release = () -> giveBack(client, bytes);
        RequestContextHolder.currentRequestAttributes()
                .registerDestructionCallback(
                        "base64-memory-" + System.identityHashCode(release), release, RequestAttributes.SCOPE_REQUEST);
    }

    private synchronized long taken() {
        return taken;
    }

    private synchronized boolean tryTake(String client, long bytes) {
        long own = clients.getOrDefault(client, 0L);
        var isRoom = taken + bytes <= most && (own == 0 || own + bytes <= most * SHARE);
        if (taken != 0 && !isRoom) {
            return false;
        }
        clients.put(client, own + bytes);
        taken += bytes;
        return true;
    }

    private synchronized void giveBack(String client, long bytes) {
        taken -= bytes;
        clients.computeIfPresent(client, (_, own) -> own == bytes ? null : own - bytes);
    }
}
