package dev.imagegateway.generation;

import dev.imagegateway.client.Clients;
import dev.imagegateway.http.Query;
import dev.imagegateway.http.RequestEndListener;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.RequestFacts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Counts each request for images once, by its client and how it ended. Dry runs are not counted. */
@Component
final class RequestMetrics implements RequestEndListener {

    static final String SUCCEEDED = "succeeded";
    static final String ACCEPTED = "accepted";

    /** The caller closed the connection before there was an answer. */
    private static final String DISCONNECTED = "disconnected";

    /** Problems that no POST to this path can have. */
    private static final Set<ProblemType> OF_OTHERS =
            EnumSet.of(ProblemType.NOT_FOUND, ProblemType.METHOD_NOT_ALLOWED, ProblemType.NOT_UNKNOWN);

    private static final List<String> OUTCOMES = Stream.concat(
                    Stream.of(SUCCEEDED, ACCEPTED, DISCONNECTED),
                    Arrays.stream(ProblemType.values())
                            .filter(type -> !OF_OTHERS.contains(type))
                            .map(ProblemType::code))
            .toList();

    private final MeterRegistry meters;
    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();

    private record Kind(String client, String outcome) {}

    /** Creates the counters at 0, because the first increase of a counter that appears with it is invisible. */
    RequestMetrics(MeterRegistry meters, Clients clients) {
        this.meters = meters;
        OUTCOMES.forEach(outcome -> counter("", outcome));
        clients.forEachNowAndLater(client -> OUTCOMES.forEach(outcome -> counter(client.id(), outcome)));
    }

    @Override
    public void ended(HttpServletRequest request, String outcome) {
        if (isForImages(request)) {
            counter(RequestFacts.client(request), outcome.isEmpty() ? DISCONNECTED : outcome)
                    .increment();
        }
    }

    private static boolean isForImages(HttpServletRequest request) {
        if (!"POST".equals(request.getMethod())) {
            return false;
        }
        // decoded; Tomcat sets it only for requests that it takes
        var path = Objects.requireNonNullElse(request.getServletPath(), request.getRequestURI());
        return ImageRequestPath.matches(path)
                && (request.getQueryString() == null || !ImageGenerationController.isDryRun(Query.of(request)));
    }

    private Counter counter(String client, String outcome) {
        return counters.computeIfAbsent(
                new Kind(client, outcome),
                kind -> Counter.builder("image.gateway.requests")
                        .description("Requests for images by how they ended; client is empty if it is not known")
                        .tags("client", kind.client(), "outcome", kind.outcome())
                        .register(meters));
    }
}
