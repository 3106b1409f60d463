package dev.imagegateway.ratelimit;

/** What a waiting caller uses of its client's limit, until it is closed. */
public final class WaitingSlot implements WaitAdmission, AutoCloseable {

    private final IdsByClient waiting;
    private final String client;
    private final String waiter;

    WaitingSlot(IdsByClient waiting, String client, String waiter) {
        this.waiting = waiting;
        this.client = client;
        this.waiter = waiter;
    }

    @Override
    public void close() {
        waiting.leave(client, waiter);
    }
}
