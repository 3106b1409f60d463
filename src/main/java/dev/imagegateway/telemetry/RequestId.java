package dev.imagegateway.telemetry;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import jakarta.servlet.ServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of one HTTP request: the caller's own when it sent a sane one, else a new one. */
public final class RequestId {

    /** The header, both ways. */
    public static final String HEADER = "X-Request-Id";

    /** The key in the log context. */
    public static final String LOG_KEY = "requestId";

    private static final String ATTRIBUTE = RequestId.class.getName();

    /** What may be echoed into headers and logs: the same alphabet that AIML allows for its own client ids. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private static final TimeBasedEpochRandomGenerator UUID_V7 = Generators.timeBasedEpochRandomGenerator();

    private RequestId() {}

    /** The request's id; set once per request, whoever asks first. */
    public static String of(ServletRequest request, @Nullable String sent) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return id;
        }
        var id = sent != null && SANE.matcher(sent).matches() ? sent : "req-" + UUID_V7.generate();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
