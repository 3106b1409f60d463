package dev.imagegateway.generation;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a caller wants to wait ({@code Prefer}, RFC 7240). Preferences that are not understood are ignored, as the
 * RFC requires.
 *
 * @param isAsync {@code respond-async}: the caller accepts 202 instead of a long wait
 * @param atMost {@code wait}: the maximum wait; null if not given
 * @param gatewayMax {@code gateway.response-timeout}, the gateway's own maximum
 */
record WaitPreference(boolean isAsync, @Nullable Duration atMost, Duration gatewayMax) {

    private static final Pattern SECONDS = Pattern.compile("\"?(\\d{1,9})\"?");

    static WaitPreference of(HttpServletRequest request, WaitingProperties properties) {
        var isAsync = false;
        Duration wait = null;
        for (var value : Collections.list(request.getHeaders("Prefer"))) {
            for (var preference : value.split(",", -1)) {
                // parameters follow a semicolon; neither preference has any
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
        return new WaitPreference(isAsync, wait, properties.responseTimeout());
    }

    /** How long to wait for a result. */
    Duration maxWait() {
        if (atMost == null) {
            return isAsync ? Duration.ZERO : gatewayMax;
        }
        return atMost.compareTo(gatewayMax) < 0 ? atMost : gatewayMax;
    }

    /** The value of {@code Preference-Applied}; null if no preference was applied. */
    @Nullable
    String applied(boolean answeredLater) {
        var waited = atMost == null ? null : "wait=" + maxWait().toSeconds();
        if (!answeredLater || !isAsync) {
            return waited;
        }
        return waited == null ? "respond-async" : "respond-async, " + waited;
    }
}
