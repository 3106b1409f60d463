package dev.imagegateway.sandbox;

import java.time.Duration;

/** How a response is transmitted: correctly or with a connection fault. */
sealed interface Wire {

    /** Completely and at once. */
    record Whole() implements Wire {}

    /** The connection is closed instead (FIN, or RST if unread bytes remain, as the kernel decides). */
    record Close() implements Wire {}

    /** The connection is reset instead (RST). */
    record Reset() implements Wire {}

    /** Nothing is sent, and the connection stays open until the caller closes it. */
    record Hang() implements Wire {}

    /** Headers that announce the whole body, half of the body, and then the end. */
    record Cut(boolean reset) implements Wire {}

    /** The status line and the headers are sent byte by byte. */
    record SlowHead(Duration over) implements Wire {}

    /** The body is sent in small pieces. */
    record Trickle(Duration over) implements Wire {}

    /**
     * The body, a filler and the tail, chunked so that no header announces the length.
     *
     * @param mebibytes size of the filler
     */
    record Padded(int mebibytes, String tail) implements Wire {}
}
