package dev.imagegateway.support;

import java.util.Locale;

/**
 * One request as it stood on the wire.
 *
 * @param head the request line and the header, with the blank line
 * @param body as UTF-8
 */
public record RawRequest(String head, String body) {

    public boolean is(String method) {
        return head.startsWith(method + " ");
    }

    /** The header's value; empty without one. */
    public String header(String name) {
        return header(head, name);
    }

    public static String header(String head, String name) {
        var start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }
}
