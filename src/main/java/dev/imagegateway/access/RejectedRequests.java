package dev.imagegateway.access;

import dev.imagegateway.http.ProblemWriter;
import dev.imagegateway.http.RejectedPath;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Responds to requests whose path or method Spring Security's firewall rejects, and says which part is wrong. */
final class RejectedRequests implements RequestRejectedHandler {

    private final ProblemWriter writer = new ProblemWriter();

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException {
        var detail = RejectedPath.detail(request.getRequestURI())
                .orElse("The path or the method is not one that this gateway accepts.");
        writer.write(Problem.of(ProblemType.INVALID_REQUEST, detail), request, response);
    }
}
