package dev.imagegateway.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends requests whose caller has hung up, whoever wrote the response: a controller, Spring, security or a limit. Runs
 * within Spring's observation of the request, which would count the exception as an error of the gateway, and Tomcat
 * would log it with its stack.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class CallerDisconnectFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (!CallerDisconnects.isCauseOf(e)) {
                throw e;
            }
            CallerDisconnects.note(request, e);
        }
    }
}
