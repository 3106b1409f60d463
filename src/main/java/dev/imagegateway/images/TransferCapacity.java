package dev.imagegateway.images;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.images.TransferReservation.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Limits the bytes of images that are copied, spooled and served at the same time, which take disk space, page cache and
 * bandwidth. A request is admitted with the size that it expects. When the sizes of its images are known, it waits until
 * there is room for all of them. Only then are they read. What is held never exceeds the limit, except for a single
 * reservation that is larger; what is only expected takes no space yet.
 */
final class TransferCapacity {

    /** The maximum share of one client, so that it cannot take everything. */
    private static final double SHARE = 0.75;

    private final long most;
    private final Duration patience;
    private final Part all = new Part();
    private final Map<String, Part> clients = new HashMap<>();

    /** Requests that are not admitted yet, in order of arrival. */
    private final Deque<TransferReservation> arriving = new ArrayDeque<>();
    /** Reservations whose sizes are known and that have no room yet, in order of arrival. */
    private final Deque<TransferReservation> waiting = new ArrayDeque<>();

    /** Bytes of one client, or of all together. */
    private static final class Part {
        private long expected;
        private long held;

        private long taken() {
            return expected + held;
        }
    }

    /**
     * @param most total in bytes
     * @param patience how long a request waits to be admitted
     */
    TransferCapacity(long most, Duration patience, MeterRegistry meters) {
        this.most = most;
        this.patience = patience;
        Gauge.builder("image.gateway.images.transfer", this, TransferCapacity::taken)
                .description("Bytes of images that are copied, spooled or served, or are expected to be")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("image.gateway.images.transfer.max", () -> most)
                .description("gateway.images.transfer-capacity")
                .baseUnit("bytes")
                .register(meters);
    }

    /** Admits a request that expects its reservation's bytes. Waits for room; false if there was none in time. */
    boolean admit(TransferReservation reservation) {
        synchronized (this) {
            arriving.add(reservation);
        }
        completeFitting();
        try {
            var _ = Deadline.await(reservation.admitted(), patience);
            return true;
        } catch (TimeoutException _) {
            return isAdmittedAfterAll(reservation);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return isAdmittedAfterAll(reservation);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an admission never fails", e);
        }
    }

    private boolean isAdmittedAfterAll(TransferReservation reservation) {
        boolean isWaiting;
        synchronized (this) {
            isWaiting = arriving.remove(reservation);
        }
        if (isWaiting) {
            // it may have been the first in line, with others behind that fit
            completeFitting();
        }
        return !isWaiting;
    }

    /**
     * Replaces the expected size of a reservation by the actual one.
     *
     * @param bytes the actual size; if it exceeds the total, it waits until nothing else is held
     * @return completes when there is room; never, if the reservation is given back before
     */
    CompletableFuture<Void> hold(TransferReservation reservation, long bytes) {
        synchronized (this) {
            if (reservation.state() == State.EXPECTED) {
                expect(reservation, -reservation.bytes());
                reservation.need(bytes);
                expect(reservation, bytes);
                reservation.become(State.WAITING);
                waiting.add(reservation);
            }
        }
        completeFitting();
        return reservation.held();
    }

    /**
     * Extends a held reservation if there is room now. Does not wait, because a reservation that is held must not wait
     * for more.
     */
    synchronized boolean tryGrow(TransferReservation reservation, long more) {
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

    /** Ends a reservation and closes its files. */
    void giveBack(TransferReservation reservation) {
        reservation.closeFiles();
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
        }
        completeFitting();
    }

    private synchronized long taken() {
        return all.taken();
    }

    private void completeFitting() {
        List<TransferReservation> held;
        List<TransferReservation> admitted;
        synchronized (this) {
            held = fitting();
            admitted = admissible();
        }
        // outside the lock, because this starts reading bodies
        held.forEach(next -> next.held().complete(null));
        admitted.forEach(next -> next.admitted().complete(null));
    }

    /** Admits requests that fit, in order of arrival, and returns them. */
    private List<TransferReservation> admissible() {
        var admitted = new ArrayList<TransferReservation>();
        for (var each = arriving.iterator(); each.hasNext(); ) {
            var next = each.next();
            if (all.taken() != 0 && all.taken() + next.bytes() > most) {
                // smaller requests must not overtake, or this one would wait in vain
                break;
            }
            var own = clients.get(next.client());
            if (own == null || own.taken() + next.bytes() <= most * SHARE) {
                each.remove();
                if (next.isExact()) {
                    hold(next);
                } else {
                    expect(next, next.bytes());
                }
                admitted.add(next);
            }
        }
        return admitted;
    }

    /**
     * Moves waiting reservations that fit to the held ones, in order of arrival, and returns them. All but copies have a
     * common share, so that slow callers never stop the copies of paid images.
     */
    private List<TransferReservation> fitting() {
        var fitting = new ArrayList<TransferReservation>();
        var isShareTaken = false;
        for (var each = waiting.iterator(); each.hasNext(); ) {
            var next = each.next();
            var isCopy = next.client().equals(ImageSource.COPIES);
            isShareTaken |= !isCopy && isBeyondShareOfCallers(next);
            if (!isCopy && isShareTaken) {
                continue;
            }
            if (all.held != 0 && all.held + next.bytes() > most) {
                // smaller reservations must not overtake, or this one could wait forever
                break;
            }
            var own = client(next);
            if (own.held == 0 || own.held + next.bytes() <= most * SHARE) {
                each.remove();
                expect(next, -next.bytes());
                hold(next);
                fitting.add(next);
            }
        }
        return fitting;
    }

    private boolean isBeyondShareOfCallers(TransferReservation next) {
        var copies = clients.get(ImageSource.COPIES);
        var callers = all.held - (copies == null ? 0 : copies.held);
        return callers != 0 && callers + next.bytes() > most * SHARE;
    }

    private void hold(TransferReservation reservation) {
        all.held += reservation.bytes();
        client(reservation).held += reservation.bytes();
        reservation.become(State.HELD);
    }

    private void expect(TransferReservation reservation, long bytes) {
        all.expected += bytes;
        client(reservation).expected += bytes;
    }

    private Part client(TransferReservation reservation) {
        return clients.computeIfAbsent(reservation.client(), _ -> new Part());
    }
}
