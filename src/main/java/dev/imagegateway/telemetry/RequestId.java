package dev.imagegateway.telemetry;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import jakarta.servlet.ServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of an HTTP request: the caller's own if it is valid, otherwise a new one. */
public final class RequestId {

    /** The header in requests and responses. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestId.class.getName();

    /** Characters that are safe in headers and logs, the same that AIML allows for client request ids. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private static final TimeBasedEpochRandomGenerator UUID_V7 = Generators.timeBasedEpochRandomGenerator();

    private RequestId() {}

    /** Returns the request's id. The first call sets it. */
    public static String of(ServletRequest request, @Nullable String sent) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return id;
        }
        var id = sent != null && SANE.matcher(sent).matches() ? sent : "req-" + UUID_V7.generate();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
