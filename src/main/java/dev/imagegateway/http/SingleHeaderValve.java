package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.Violation;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Refuses requests that have a header twice whose value decides who pays or what is generated. Proxies and servers
 * differ in which of two values they use, so a request could be checked with one and executed with the other. {@code
 * Idempotency-Key} is checked together with the body.
 */
final class SingleHeaderValve extends ValveBase {

    /** A number. A proxy that joins two lines into one puts a comma between them; other values may have commas. */
    private static final String RETRY_COUNT = "X-Stainless-Retry-Count";

    private static final List<String> SINGLE = List.of(
            "Authorization", "api-key", "Content-Type", "Content-Encoding", RETRY_COUNT, "x-ms-client-request-id");

    private final ProblemWriter writer = new ProblemWriter();

    SingleHeaderValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var repeated = SINGLE.stream()
                .filter(name -> isRepeated(request, name))
                .map(name -> Violation.ofHeader(name, "uniqueKeys", "is there more than once: send it once"))
                .toList();
        if (repeated.isEmpty()) {
            getNext().invoke(request, response);
        } else {
            writer.write(Problem.invalid(repeated), request.getRequest(), response.getResponse());
        }
    }

    private static boolean isRepeated(Request request, String name) {
        var headers = request.getCoyoteRequest().getMimeHeaders();
        var first = headers.findHeader(name, 0);
        return first >= 0
                && (headers.findHeader(name, first + 1) >= 0
                        || (name.equals(RETRY_COUNT)
                                && headers.getValue(first).toString().indexOf(',') >= 0));
    }
}
