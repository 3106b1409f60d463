package dev.imagegateway.sandbox;

import java.time.Duration;

/** How an answer goes over the wire: as it should, or in one of the ways in which connections disappoint. */
sealed interface Wire {

    /** All of it, at once. */
    record Whole() implements Wire {}

    /** The connection is closed instead (FIN; RST where unread bytes remain, as the kernel has it). */
    record Close() implements Wire {}

    /** The connection is reset instead (RST). */
    record Reset() implements Wire {}

    /** No byte is sent, and the connection stays open until the caller hangs up. */
    record Hang() implements Wire {}

    /** Headers that promise the whole body, half of it, then the end. */
    record Cut(boolean reset) implements Wire {}

    /** The status line and headers come byte by byte. */
    record SlowHead(Duration over) implements Wire {}

    /** The body comes in small pieces. */
    record Trickle(Duration over) implements Wire {}

    /**
     * The body, then filler, then the tail; chunked, so that no header announces the length.
     *
     * @param mebibytes of filler
     */
    record Padded(int mebibytes, String tail) implements Wire {}
}
