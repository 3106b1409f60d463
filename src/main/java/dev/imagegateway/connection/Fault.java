package dev.imagegateway.connection;

import java.util.Locale;

/** What makes a connection unfit for another request, and was not announced by the peer. */
enum Fault {
    /** The exchange fails. */
    PROTOCOL_SWITCH("it switched protocols (101), which nobody asked for"),
    /** The exchange fails. */
    TOO_MANY_INTERIM_ANSWERS("it sent too many interim answers (1xx)"),
    /** The exchange fails. */
    EARLY_ANSWER("it answered before the request was written"),
    /** The exchange fails. */
    FOREIGN_ANSWER("its answer names another request in " + ExchangeGuard.REQUEST_ID),
    /** The exchange fails as Reactor Netty has it. */
    MALFORMED_ANSWER("its answer is not well-formed HTTP"),
    /** The answer is used. */
    SURPLUS("bytes followed its answer"),
    /** There is no exchange. */
    UNSOLICITED("it sent bytes while no request was under way");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The value of the tag {@code cause}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
