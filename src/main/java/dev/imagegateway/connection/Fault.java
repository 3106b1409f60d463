package dev.imagegateway.connection;

import java.util.Locale;

/** Violations by a peer that make it uncertain which request a response belongs to. The exchange fails. */
enum Fault {
    PROTOCOL_SWITCH("it switched protocols (101), which nobody asked for"),
    TOO_MANY_INTERIM_ANSWERS("it sent too many interim answers (1xx)"),
    EARLY_ANSWER("it answered before the request was written"),
    FOREIGN_ANSWER("its answer names another request in " + ExchangeGuard.REQUEST_ID);

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
