package dev.imagegateway.images;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The share of one request or copy in {@link TransferCapacity}. Only that class changes its state. */
final class TransferReservation {

    private static final Logger log = LoggerFactory.getLogger(TransferReservation.class);

    private final String client;
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private final CompletableFuture<Void> held = new CompletableFuture<>();
    private final List<Closeable> files = new ArrayList<>();
    private final boolean isExact;
    private boolean areFilesClosed;

    /** Bytes: the expected size first, the actual size later. */
    private long bytes;

    private State state = State.EXPECTED;

    /**
     * @param client whose share it uses
     * @param bytes the expected size; 0 for a copy, which is not expected
     * @param isExact whether the actual size is known to be the same
     */
    TransferReservation(String client, long bytes, boolean isExact) {
        this.client = client;
        this.bytes = bytes;
        this.isExact = isExact;
    }

    enum State {
        /** The size is not known yet. */
        EXPECTED,
        /** The size is known, and there is no room for it yet. */
        WAITING,
        HELD,
        GIVEN_BACK
    }

    String client() {
        return client;
    }

    long bytes() {
        return bytes;
    }

    boolean isExact() {
        return isExact;
    }

    State state() {
        return state;
    }

    /** Completes when there is room for the expected size. */
    CompletableFuture<Void> admitted() {
        return admitted;
    }

    /** Completes when there is room for the actual size. */
    CompletableFuture<Void> held() {
        return held;
    }

    void become(State next) {
        state = next;
    }

    void need(long needed) {
        bytes = needed;
    }

    /** Closes a file when the reservation ends; at once if it has ended. */
    void owns(Closeable file) {
        boolean isLate;
        synchronized (files) {
            isLate = areFilesClosed;
            if (!isLate) {
                files.add(file);
            }
        }
        if (isLate) {
            close(file);
        }
    }

    void closeFiles() {
        List<Closeable> open;
        synchronized (files) {
            areFilesClosed = true;
            open = List.copyOf(files);
            files.clear();
        }
        open.forEach(TransferReservation::close);
    }

    static void close(Closeable file) {
        try {
            file.close();
        } catch (IOException e) {
            log.warn("A file of an image could not be closed", e);
        }
    }
}
