package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders problems for requests that Tomcat refuses before Spring sees them. Tomcat's own error pages are HTML. */
public final class ContainerErrorValve extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ContainerErrorValve.class);

    /** Tomcat answers 400 for these too. Only its message distinguishes them. */
    private static final String HEADERS_TOO_LARGE =
            StringManager.getManager("org.apache.coyote.http11").getString("iib.requestheadertoolarge.error");

    /** The message up to its number. */
    private static final String TOO_MANY_HEADERS = StringManager.getManager("org.apache.tomcat.util.http")
            .getString("headers.maxCountFail")
            .replaceFirst("\\{.*", "");

    private final ProblemWriter writer = new ProblemWriter();

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            // set by sendError although nothing has been sent
            response.setAppCommitted(false);
            var status = isHeadersTooLarge(throwable) ? 431 : response.getStatus();
            writer.write(problem(status, request), request.getRequest(), response.getResponse());
        } catch (IOException e) {
            log.debug("The caller hung up before the error was written", e);
        }
    }

    private static Problem problem(int status, Request request) {
        var path = (@Nullable String) request.getRequestURI();
        var known = status == 400 && path != null ? RejectedPath.detail(path) : Optional.<String>empty();
        return known.map(detail -> Problem.of(ProblemType.INVALID_REQUEST, detail))
                .orElseGet(() -> ErrorPage.ofStatus(status));
    }

    private static boolean isHeadersTooLarge(@Nullable Throwable throwable) {
        var message = throwable == null ? null : throwable.getMessage();
        return message != null && (message.equals(HEADERS_TOO_LARGE) || message.startsWith(TOO_MANY_HEADERS));
    }
}
