package dev.imagegateway.generation;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller prefers to waiting ({@code Prefer}, RFC 7240). What is not understood is passed over, as the RFC has it.
 *
 * @param isAsync {@code respond-async}: rather a place to look at than a long wait
 * @param atMost {@code wait}: how long it waits at most; null if it does not say
 */
record WaitPreference(boolean isAsync, @Nullable Duration atMost) {

    private static final Pattern SECONDS = Pattern.compile("\"?(\\d{1,9})\"?");

    static WaitPreference of(HttpServletRequest request) {
        var isAsync = false;
        Duration wait = null;
        for (var value : Collections.list(request.getHeaders("Prefer"))) {
            for (var preference : value.split(",", -1)) {
                // parameters follow a semicolon, and there are none that matter
                var parts = preference.split(";", 2)[0].split("=", 2);
                var name = parts[0].strip().toLowerCase(Locale.ROOT);
                if (name.equals("respond-async")) {
                    isAsync = true;
                } else if (name.equals("wait") && parts.length == 2 && wait == null) {
                    var seconds = SECONDS.matcher(parts[1].strip());
                    wait = seconds.matches() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : null;
                }
            }
        }
        return new WaitPreference(isAsync, wait);
    }

    /** How long to wait for a result, by what the gateway waits at most. */
    Duration longest(Duration most) {
        if (atMost == null) {
            return isAsync ? Duration.ZERO : most;
        }
        return atMost.compareTo(most) < 0 ? atMost : most;
    }

    /** {@code Preference-Applied}; null where there was nothing to apply. */
    @Nullable
    String applied(Duration most, boolean answeredLater) {
        var waited = atMost == null ? null : "wait=" + longest(most).toSeconds();
        if (!answeredLater || !isAsync) {
            return waited;
        }
        return waited == null ? "respond-async" : "respond-async, " + waited;
    }
}
