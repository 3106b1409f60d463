package dev.imagegateway.http;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Renders exceptions of controllers and of Spring MVC as problems. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemResponder refusals;
    private final ProblemWriter writer = new ProblemWriter();

    ProblemAdvice(ProblemResponder refusals) {
        this.refusals = refusals;
    }

    @ExceptionHandler
    void gateway(GatewayException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        refusals.answer(e.problem(), request, response);
    }

    /** Only actuator endpoints read bodies with Spring's converters. */
    @ExceptionHandler
    void unreadable(HttpMessageNotReadableException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        log.debug("A body could not be read", e);
        writer.write(Problem.of(ProblemType.INVALID_REQUEST, "The body cannot be read."), request, response);
    }

    @ExceptionHandler
    void anythingElse(Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (e instanceof AuthenticationException || e instanceof AccessDeniedException) {
            throw e; // handled by Spring Security's filter
        }
        if (CallerDisconnects.isCauseOf(e)) {
            CallerDisconnects.note(request, e);
            return;
        }
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            writer.write(ofSpring(e, known), request, response);
            return;
        }
        log.error("Unexpected failure on {} {}", request.getMethod(), request.getRequestURI(), e);
        writer.write(ErrorPage.internalError(), request, response);
    }

    private static Problem ofSpring(Exception e, ErrorResponse known) {
        var type = ProblemType.ofStatus(known.getStatusCode().value());
        var detail = switch (e) {
            case HttpRequestMethodNotSupportedException method -> "Use " + list(method.getSupportedHttpMethods()) + ".";
            case HttpMediaTypeNotSupportedException media ->
                "Send Content-Type: " + list(media.getSupportedMediaTypes()) + ".";
            case HttpMediaTypeNotAcceptableException accept ->
                "Accept one of: " + list(accept.getSupportedMediaTypes()) + ".";
            default -> ErrorPage.detail(type);
        };
        var problem = Problem.of(type, detail);
        var allow = known.getHeaders().getFirst(HttpHeaders.ALLOW);
        return allow == null ? problem : problem.withHeader(HttpHeaders.ALLOW, allow);
    }

    private static String list(@Nullable Collection<?> values) {
        return values == null || values.isEmpty()
                ? "another one"
                : values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
