package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Renders failures outside controllers: in filters, and those reported by {@code sendError}. */
@Controller
final class ErrorPage implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ErrorPage.class);

    private final ProblemWriter writer = new ProblemWriter();

    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // a direct request of this path is not an error dispatch, so there is no such page
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        if (status >= 500 && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause) {
            log.error("Unexpected failure outside the controllers", cause);
        }
        writer.write(ofStatus(status), request, response);
    }

    /** Returns the problem for a status without further details. */
    static Problem ofStatus(int status) {
        var type = ProblemType.ofStatus(status);
        return type == ProblemType.INTERNAL_ERROR ? internalError() : Problem.of(type, detail(type));
    }

    /** Discloses only the request id, which every problem has. */
    static Problem internalError() {
        return Problem.of(
                ProblemType.INTERNAL_ERROR, "Something failed in the gateway; tell its operators the requestId.");
    }

    /** The detail for a problem of which only the type is known. */
    static String detail(ProblemType type) {
        return type == ProblemType.INVALID_REQUEST
                ? "The request cannot be understood as HTTP; check its path and headers."
                : type.meaning();
    }
}
