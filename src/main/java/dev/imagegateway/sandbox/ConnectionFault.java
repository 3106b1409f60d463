package dev.imagegateway.sandbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection breaks. The generation is billed by default, because the vendor did the work. */
enum ConnectionFault implements Fault {
    CLOSE_BEFORE_BODY(
            false, "Closes the connection once the headers are read, without reading the body. Never billed."),
    CLOSE(true, "Reads the whole request, then closes the connection without a byte of answer."),
    RESET(true, "Reads the whole request, then resets the connection (RST)."),
    HANG(true, "Reads the whole request and never answers."),
    CLOSE_MID_BODY(true, "Answers 200 and half of the body, then closes the connection."),
    RESET_MID_BODY(true, "Answers 200 and half of the body, then resets the connection (RST)."),
    SLOW_HEADERS(true, "Answers 200, with the status line and headers byte by byte.", Option.OVER),
    SLOW_BODY(true, "Answers 200, with the body in 20 pieces.", Option.OVER);

    private final boolean bills;
    private final String about;
    private final @Nullable Option option;

    ConnectionFault(boolean bills, String about) {
        this(bills, about, null);
    }

    ConnectionFault(boolean bills, String about, @Nullable Option option) {
        this.bills = bills;
        this.about = about;
        this.option = option;
    }

    Wire wire(Injection injection) {
        return switch (this) {
            case CLOSE_BEFORE_BODY, CLOSE -> new Wire.Close();
            case RESET -> new Wire.Reset();
            case HANG -> new Wire.Hang();
            case CLOSE_MID_BODY -> new Wire.Cut(false);
            case RESET_MID_BODY -> new Wire.Cut(true);
            case SLOW_HEADERS -> new Wire.SlowHead(injection.over());
            case SLOW_BODY -> new Wire.Trickle(injection.over());
        };
    }

    @Override
    public boolean bills() {
        return bills;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public Set<Option> commonOptions() {
        return Set.of();
    }

    @Override
    public @Nullable Option ownOption() {
        return option;
    }
}
