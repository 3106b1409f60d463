package dev.imagegateway.upstream;

import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Trace;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLHandshakeException;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one place that says what an answer, or the lack of one, means for the bill. */
final class OutcomeClassifier {

    private final JsonMapper json = JsonMapper.builder().build();

    /** Of an answer that was read to its end. */
    AttemptOutcome ofAnswer(int status, HttpHeaders headers, byte[] body) {
        var trace = trace(headers);
        JsonNode tree;
        try {
            tree = json.readTree(body);
        } catch (JacksonException _) {
            return new Unknown(status, "unreadable body of status " + status, trace);
        }
        if (status >= 200 && status < 300) {
            if (!tree.isObject()) {
                return new Unknown(status, "a 2xx without a JSON object", trace);
            }
            var cost = AimlAnswer.cost(tree, headers.getFirst("x-aimlapi-credits-used"));
            return new Answered(status, AimlAnswer.images(tree), cost, trace);
        }
        // a gateway time-out says that something waited, not that nothing was made
        if (status == 504 || status >= 520) {
            return new Unknown(status, "status " + status, trace);
        }
        return AimlError.read(tree, status)
                .<AttemptOutcome>map(error -> new Refused(status, error.message(), trace))
                .orElseGet(() -> new Unknown(status, "status " + status + " without AIML's envelope", trace));
    }

    /** Of an answer whose body could not be read to its end. */
    AttemptOutcome ofBrokenAnswer(int status, HttpHeaders headers, Throwable failure) {
        return new Unknown(status, "broken body of status " + status + ": " + name(failure), trace(headers));
    }

    /** Of no answer at all. Only what fails before a connection is ready is certain to have sent nothing. */
    AttemptOutcome ofFailure(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof SSLHandshakeException) {
                return new NotSent(name(cause));
            }
        }
        return new Unknown(0, "no answer: " + name(failure), Trace.NONE);
    }

    /** For the log: a message could quote what was sent. */
    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    private static Trace trace(HttpHeaders headers) {
        return new Trace(headers.getFirst("x-inference-id"), headers.getFirst("x-request-id"));
    }
}
