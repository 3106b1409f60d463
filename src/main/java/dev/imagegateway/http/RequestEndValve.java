package dev.imagegateway.http;

import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.RequestFacts;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the end of each request once. As a valve it also sees the requests that Tomcat or a filter refuses, which no
 * controller sees.
 */
final class RequestEndValve extends ValveBase {

    private static final Logger log = LoggerFactory.getLogger(RequestEndValve.class);

    private final RefusalLog refusals = new RefusalLog();
    private final Supplier<List<RequestEndListener>> listeners;

    RequestEndValve(Supplier<List<RequestEndListener>> listeners) {
        super(true);
        this.listeners = listeners;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        try {
            getNext().invoke(request, response);
        } finally {
            report(request, response);
        }
    }

    /** A failure here must not change the response. */
    private void report(Request request, Response response) {
        try {
            var known = RequestFacts.outcome(request);
            var status = response.getStatus();
            var outcome = known.isEmpty() && status >= 400
                    ? ProblemType.ofStatus(status).code()
                    : known;
            if (ProblemType.ofCode(outcome).isPresent()) {
                refusals.add(request, outcome, response);
            }
            listeners.get().forEach(listener -> listener.ended(request, outcome));
        } catch (RuntimeException e) {
            log.error("The end of a request is missing from metrics or the log", e);
        }
    }
}
