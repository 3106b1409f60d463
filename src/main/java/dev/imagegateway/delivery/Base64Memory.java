package dev.imagegateway.delivery;

import dev.imagegateway.delivery.MemoryReservation.State;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Room in the heap for images that are answered as base64: a heap that is full would end the process and all that is
 * under way in it. What a request is expected to need is set aside before anything is sent, so that most of what has no
 * room is refused while it costs nothing. When the sizes of its images are known, it waits until there is room for all of
 * them, and only then are they read.
 */
public final class Base64Memory {

    /** Expected for each image, in bytes: this model's have 1 to 2 MB. */
    private static final long EXPECTED_IMAGE = 3L << 20;

    /** Of the whole, for any one client, so that one that asks much does not take all of it. */
    private static final double SHARE = 0.75;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String RESERVATION = "base64-memory";

    private final long most;
    private final Part all = new Part();
    private final Map<String, Part> clients = new HashMap<>();
    private final Deque<MemoryReservation> waiting = new ArrayDeque<>();

    /** Bytes of a client, or of all. */
    private static final class Part {
        private long expected;
        private long held;

        private long taken() {
            return expected + held;
        }
    }

    /** @param most bytes */
    Base64Memory(long most, MeterRegistry meters) {
        this.most = most;
        Gauge.builder("delivery.base64.memory", this, Base64Memory::taken)
                .description("What is set aside in the heap for images that are answered as base64")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * Sets aside what these images are expected to need, until the HTTP request of this thread is answered to its last
     * byte. Where nothing else is set aside, any number of them has room.
     *
     * @return {@code overloaded} when too much is set aside already, in all or for this client; else empty
     */
    public Optional<Problem> reserve(String client, int images) {
        var reservation = new MemoryReservation(client, images * EXPECTED_IMAGE);
        if (!tryExpect(reservation)) {
            return Optional.of(Problem.of(
                            ProblemType.OVERLOADED,
                            "The gateway's memory for images as base64 is taken; nothing was sent for this request. Try"
                                    + " again later, or ask for response_format url.")
                    .retryAfter(RETRY_AFTER));
        }
        var request = RequestContextHolder.currentRequestAttributes();
        request.setAttribute(RESERVATION, reservation, RequestAttributes.SCOPE_REQUEST);
        request.registerDestructionCallback(RESERVATION, () -> giveBack(reservation), RequestAttributes.SCOPE_REQUEST);
        return Optional.empty();
    }

    /** What was reserved for the HTTP request of this thread. */
    MemoryReservation reservation() {
        return (MemoryReservation) Objects.requireNonNull(
                RequestContextHolder.currentRequestAttributes()
                        .getAttribute(RESERVATION, RequestAttributes.SCOPE_REQUEST),
                "nothing was reserved for this request");
    }

    /**
     * Holds what images turned out to need instead of what they were expected to.
     *
     * @param bytes more than the whole waits until nothing else is held
     * @return done as soon as there is room; never, if the request ends before
     */
    CompletableFuture<Void> hold(MemoryReservation reservation, long bytes) {
        List<MemoryReservation> fitting;
        synchronized (this) {
            if (reservation.state() == State.EXPECTED) {
                expect(reservation, -reservation.bytes());
                reservation.need(bytes);
                expect(reservation, bytes);
                reservation.become(State.WAITING);
                waiting.add(reservation);
            }
            fitting = fitting();
        }
        fitting.forEach(next -> next.held().complete(null));
        return reservation.held();
    }

    /** Holds more, if there is room for it now: what is held never waits. */
    synchronized boolean tryGrow(MemoryReservation reservation, long more) {
        if (reservation.state() != State.HELD) {
            return false;
        }
        var own = client(reservation);
        var isAlone = all.held == reservation.bytes();
        var isAloneInShare = own.held == reservation.bytes();
        if ((!isAlone && all.held + more > most) || (!isAloneInShare && own.held + more > most * SHARE)) {
            return false;
        }
        all.held += more;
        own.held += more;
        reservation.need(reservation.bytes() + more);
        return true;
    }

    private void giveBack(MemoryReservation reservation) {
        List<MemoryReservation> fitting;
        synchronized (this) {
            switch (reservation.state()) {
                case EXPECTED -> expect(reservation, -reservation.bytes());
                case WAITING -> {
                    waiting.remove(reservation);
                    expect(reservation, -reservation.bytes());
                }
                case HELD -> {
                    all.held -= reservation.bytes();
                    client(reservation).held -= reservation.bytes();
                }
                case GIVEN_BACK -> {}
            }
            reservation.become(State.GIVEN_BACK);
            if (client(reservation).taken() == 0) {
                clients.remove(reservation.client());
            }
            fitting = fitting();
        }
        // not under the lock: their bodies are read from here on
        fitting.forEach(next -> next.held().complete(null));
    }

    private synchronized long taken() {
        return all.taken();
    }

    private synchronized boolean tryExpect(MemoryReservation reservation) {
        var bytes = reservation.bytes();
        var own = clients.get(reservation.client());
        var isRoom = all.taken() + bytes <= most && (own == null || own.taken() + bytes <= most * SHARE);
        if (all.taken() != 0 && !isRoom) {
            return false;
        }
        expect(reservation, bytes);
        return true;
    }

    private void expect(MemoryReservation reservation, long bytes) {
        all.expected += bytes;
        client(reservation).expected += bytes;
    }

    /** Those that there is room for now, in the order in which they came; they hold it from here on. */
    private List<MemoryReservation> fitting() {
        var fitting = new ArrayList<MemoryReservation>();
        for (var each = waiting.iterator(); each.hasNext(); ) {
            var next = each.next();
            if (all.held != 0 && all.held + next.bytes() > most) {
                // nothing smaller goes before it, or it could wait for ever
                break;
            }
            var own = client(next);
            if (own.held == 0 || own.held + next.bytes() <= most * SHARE) {
                each.remove();
                expect(next, -next.bytes());
                all.held += next.bytes();
                own.held += next.bytes();
                next.become(State.HELD);
                fitting.add(next);
            }
        }
        return fitting;
    }

    private Part client(MemoryReservation reservation) {
        return clients.computeIfAbsent(reservation.client(), _ -> new Part());
    }
}
