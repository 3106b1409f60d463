package dev.imagegateway.images;

import dev.imagegateway.images.MemoryReservation.State;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Limits the heap for images that are returned as base64. A full heap would end the process and everything in flight.
 * The expected size is reserved before anything is sent, so that most requests without room are refused while they cost
 * nothing. When the sizes of the images are known, the request waits until there is room for all of them. Only then are
 * they read.
 */
public final class Base64Memory {

    /** Expected bytes per image. This model's images have 1 to 2 MB. */
    private static final long EXPECTED_IMAGE = 3L << 20;

    /** The maximum share of one client, so that it cannot take all of the memory. */
    private static final double SHARE = 0.75;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String RESERVATION = "base64-memory";

    /** No client has an empty id. */
    private static final String NO_CLIENT = "";

    private final long most;
    private final Part all = new Part();
    private final Map<String, Part> clients = new HashMap<>();
    private final Deque<MemoryReservation> waiting = new ArrayDeque<>();

    /** Bytes of one client, or of all together. */
    private static final class Part {
        private long expected;
        private long held;

        private long taken() {
            return expected + held;
        }
    }

    /** @param most total in bytes */
    Base64Memory(long most, MeterRegistry meters) {
        this.most = most;
        Gauge.builder("image.gateway.delivery.base64.memory", this, Base64Memory::taken)
                .description("What is set aside in the heap for images that are answered as base64")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("image.gateway.delivery.base64.memory.max", () -> most)
                .description("What may be set aside in the heap for images that are answered as base64")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * Reserves the expected size of images until the response of the current HTTP request is completely written. If
     * nothing else is reserved, any number of images fits.
     *
     * @return {@code overloaded} if the total or this client's share is exceeded; otherwise empty
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

    /**
     * Returns the reservation of the current HTTP request. A request for URLs has none. It gets one without a share of a
     * client if an image must be fetched all the same.
     *
     * @return empty if there is no memory
     */
    Optional<MemoryReservation> reservation(int images) {
        var reserved = reserved();
        return reserved.isPresent() || reserve(NO_CLIENT, images).isPresent() ? reserved : reserved();
    }

    private static Optional<MemoryReservation> reserved() {
        return Optional.ofNullable((MemoryReservation) RequestContextHolder.currentRequestAttributes()
                .getAttribute(RESERVATION, RequestAttributes.SCOPE_REQUEST));
    }

    /**
     * Replaces the expected size of a reservation by the actual one.
     *
     * @param bytes the actual size; if it exceeds the total, it waits until nothing else is held
     * @return completes when there is room; never, if the request ends before
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

    /**
     * Extends a held reservation if there is room now. Does not wait, because memory that is held must not wait for
     * more.
     */
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
        // outside the lock, because this starts reading bodies
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

    /** Moves waiting reservations that fit to the held ones, in order of arrival, and returns them. */
    private List<MemoryReservation> fitting() {
        var fitting = new ArrayList<MemoryReservation>();
        for (var each = waiting.iterator(); each.hasNext(); ) {
            var next = each.next();
            if (all.held != 0 && all.held + next.bytes() > most) {
                // smaller reservations must not overtake, or this one could wait forever
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
