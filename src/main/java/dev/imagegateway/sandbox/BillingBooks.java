package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account's balance, holds and the last 100,000 bookings. The totals include all bookings. */
final class BillingBooks {

    private static final int BOOKINGS = 100_000;

    private final Deque<Booking> bookings = new ArrayDeque<>();
    private final Deque<Refund> refunds = new ArrayDeque<>();
    private long balance;
    private long held;
    private long lastNumber;
    private Totals totals = new Totals(0, 0, 0);
    private Instant opened;
    private long openingBalance;

    BillingBooks(long balance, Instant now) {
        this.balance = balance;
        openingBalance = balance;
        opened = now;
    }

    /** Everything billed since the last reset, without the delays of the ledger. */
    record Totals(long credits, long images, long generations) {}

    /** Refunded credits. The number is the order of booking. */
    record Refund(long number, String inferenceId, @Nullable String model, Instant created, long credits) {}

    /** Refunds part of a generation's cost. Returns false if no generation with this id was billed that much. */
    synchronized boolean refund(String inferenceId, long credits, Instant now) {
        Optional<Booking> billed = bookings.stream()
                .filter(booking -> booking.inferenceId().equals(inferenceId) && booking.credits() >= credits)
                .findFirst();
        if (billed.isPresent()) {
            refunds.addFirst(new Refund(++lastNumber, inferenceId, billed.get().model(), now, credits));
            balance += credits;
            if (refunds.size() > BOOKINGS) {
                refunds.removeLast();
            }
        }
        return billed.isPresent();
    }

    /** Newest first. */
    synchronized List<Refund> refunds() {
        return new ArrayList<>(refunds);
    }

    /** Holds credits if enough are free. */
    synchronized boolean hold(long credits) {
        if (balance - held < credits) {
            return false;
        }
        held += credits;
        return true;
    }

    synchronized void release(long credits) {
        held -= credits;
    }

    synchronized void book(Booking booking) {
        bookings.addFirst(booking.numbered(++lastNumber));
        if (bookings.size() > BOOKINGS) {
            bookings.removeLast();
        }
        if (booking.billed()) {
            balance -= booking.credits();
            totals = new Totals(
                    totals.credits() + booking.credits(), totals.images() + booking.images(), totals.generations() + 1);
        }
    }

    /** Newest first. */
    synchronized List<Booking> bookings() {
        return new ArrayList<>(bookings);
    }

    synchronized Totals totals() {
        return totals;
    }

    /** The balance as shown to the account, which is as late as the ledger. */
    synchronized long shownBalance(Instant now, Duration ledgerDelay) {
        long shown = balance;
        Iterator<Booking> newest = bookings.iterator();
        while (newest.hasNext()) {
            Booking booking = newest.next();
            if (!booking.created().plus(ledgerDelay).isAfter(now)) {
                break;
            }
            shown += booking.credits();
        }
        for (Refund refund : refunds) {
            if (refund.created().plus(ledgerDelay).isAfter(now)) {
                shown -= refund.credits();
            }
        }
        return shown;
    }

    synchronized void setBalance(long credits) {
        balance = credits;
    }

    synchronized Instant opened() {
        return opened;
    }

    synchronized long openingBalance() {
        return openingBalance;
    }

    synchronized void reset(long credits, Instant now) {
        bookings.clear();
        refunds.clear();
        balance = credits;
        openingBalance = credits;
        opened = now;
        totals = new Totals(0, 0, 0);
    }
}
