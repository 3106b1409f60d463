package dev.imagegateway.delivery;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Room in the heap for images that are answered as base64. It is taken before anything is sent: what comes then is paid
 * for, and a heap that is full would end the process and all that is under way in it.
 */
public final class Base64Memory {

    /** Bytes for each image: as base64 this model's have up to 1.5 MB, and on their way there are more copies than one. */
    private static final long IMAGE = 2L << 20;

    private static final Duration SOON = Duration.ofSeconds(5);

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** @param most bytes */
    Base64Memory(long most, MeterRegistry meters) {
        this.most = most;
        Gauge.builder("delivery.base64.memory", taken, AtomicLong::get)
                .description("What is set aside in the heap for images that are answered as base64")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * Sets aside what these images may need, until the HTTP request of this thread is answered to its last byte. Where
     * nothing else is set aside, any number of them has room.
     *
     * @throws GatewayException {@code overloaded} when too much is set aside already
     */
    public void reserve(int images) {
        var bytes = images * IMAGE;
        var before = taken.getAndUpdate(now -> isRoom(now, bytes) ? now + bytes : now);
        if (!isRoom(before, bytes)) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "The gateway's memory for images as base64 is taken; nothing was sent. Try again later, or"
                                    + " ask for response_format url.")
                    .retryAfter(SOON)
                    .asException();
        }
        var isTaken = new AtomicBoolean(true);
        RequestContextHolder.currentRequestAttributes()
                .registerDestructionCallback(
                        "base64-memory-" + System.identityHashCode(isTaken),
                        () -> {
                            if (isTaken.getAndSet(false)) {
                                taken.addAndGet(-bytes);
                            }
                        },
                        RequestAttributes.SCOPE_REQUEST);
    }

    private boolean isRoom(long now, long bytes) {
        return now == 0 || now + bytes <= most;
    }
}
