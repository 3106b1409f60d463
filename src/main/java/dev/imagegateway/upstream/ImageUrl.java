package dev.imagegateway.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns what the upstream sends as an image's URL into an absolute http or https URL. Does not change a valid one. */
final class ImageUrl {

    private static final Pattern HTTP = Pattern.compile("https?://.+", Pattern.CASE_INSENSITIVE);

    /** A scheme that is not http or https. A colon later in the text is part of a path. */
    private static final Pattern OTHER_SCHEME = Pattern.compile("\\A[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    /** A host without a scheme, such as {@code cdn.aimlapi.com/a.png}. */
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}(?::\\d{1,5})?/.+");

    /** A path has a slash or a file's extension. Anything else is a word, not a URL. */
    private static final Pattern PATH = Pattern.compile("/.+|.+/.+|.+\\.[A-Za-z0-9]{2,5}");

    /** What RFC 3986 allows in a URL, except for the percent sign. */
    private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ImageUrl() {}

    /** @param base the URL that relative ones are relative to; its path ends with a slash */
    static Optional<String> of(String sent, URI base) {
        if (isUsable(sent)) {
            return Optional.of(sent);
        }
        // as browsers do: no URL has surrounding space, and line breaks come from wrapped text
        var text = sent.strip().replaceAll("[\\t\\r\\n]", "");
        if (HTTP.matcher(text).matches()) {
            return Optional.of(isUsable(text) ? text : encoded(text));
        }
        if (text.startsWith("//")) {
            return of(base.getScheme() + ":" + text, base);
        }
        if (HOST.matcher(text).matches()) {
            return of(base.getScheme() + "://" + text, base);
        }
        if (OTHER_SCHEME.matcher(text).matches() || !PATH.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(base.resolve(new URI(encoded(text))).toString());
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** Whether a text is an http or https URL as it is, which is usual. */
    private static boolean isUsable(String text) {
        if (!begins(text, "https://") && !begins(text, "http://")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        try {
            var _ = new URI(text);
            return true;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean begins(String text, String prefix) {
        return text.length() > prefix.length() && text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** Percent-encodes what no URL contains: spaces, letters beyond ASCII, and the like. */
    private static String encoded(String text) {
        var url = new StringBuilder(text.length() + 16);
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            var character = (char) (octet & 0xff);
            var isKept = character < 0x7f
                    && (Character.isLetterOrDigit(character) || character == '%' || LEGAL.indexOf(character) >= 0);
            if (isKept) {
                url.append(character);
            } else {
                url.append("%" + HEX.toHexDigits((byte) character));
            }
        }
        return url.toString();
    }
}
