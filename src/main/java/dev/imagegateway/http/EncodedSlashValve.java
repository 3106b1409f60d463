package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an encoded slash ({@code %2F}) in all paths but those that end in, or contain, the name of a model. OpenAI's
 * clients encode the slashes of names. Elsewhere, a proxy and the gateway could take such a path for different ones.
 *
 * <p>The segments of a name have no dots only, so decoding them cannot lead to another path.
 */
final class EncodedSlashValve extends ValveBase {

    private static final String SLASH = "%2f";

    private static final String SEGMENT = "(?!\\.{1,2}(?:/|%2f|$))[a-z0-9._-]+";

    private static final String NAME = SEGMENT + "(?:(?:/|%2f)" + SEGMENT + ")*";

    /** A path in lower case. The name in Azure's path is a single segment. */
    private static final Pattern ALLOWED = Pattern.compile(
            "/v1/models/" + NAME + "|/openai/deployments/" + SEGMENT + "(?:%2f" + SEGMENT + ")*/images/generations");

    private final ProblemWriter writer = new ProblemWriter();

    EncodedSlashValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var path = (@Nullable String) request.getRequestURI();
        // what Tomcat has refused comes here, too, to be answered by its error valve; an unreadable request has no path
        if (path == null || response.isError() || path.indexOf('%') < 0 || isAllowed(path.toLowerCase(Locale.ROOT))) {
            getNext().invoke(request, response);
            return;
        }
        var detail = RejectedPath.detail(path).orElse("The path contains " + SLASH + ": send it without.");
        writer.write(Problem.of(ProblemType.INVALID_REQUEST, detail), request.getRequest(), response.getResponse());
    }

    private static boolean isAllowed(String path) {
        return !path.contains(SLASH) || ALLOWED.matcher(path).matches();
    }
}
