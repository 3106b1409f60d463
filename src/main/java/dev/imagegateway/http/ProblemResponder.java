package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.AuditLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Responds with problems, and writes an audit entry for some of them. */
@Component
public final class ProblemResponder {

    private final ProblemWriter writer = new ProblemWriter();

    /**
     * Responds with a problem.
     *
     * @throws IOException if the caller has closed the connection
     */
    public void answer(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var type = problem.type();
        if (type == ProblemType.FORBIDDEN || type == ProblemType.BUDGET_EXHAUSTED) {
            var caller = SecurityContextHolder.getContext().getAuthentication();
            var client = caller == null ? null : caller.getName();
            AuditLog.writeSeldom(
                    String.valueOf(client),
                    type.code(),
                    AuditLog.facts(client, request, AuditLog.fact("reason", problem.detail())));
        }
        writer.write(problem, request, response);
    }
}
