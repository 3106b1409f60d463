package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.http.ProblemWriter;
import dev.imagegateway.ratelimit.Decision.Exceeded;
import dev.imagegateway.telemetry.RequestOrigin;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts each authenticated request against its client's rate limit before the body is read. */
final class RequestLimitFilter extends OncePerRequestFilter {

    private final LimitStore store;
    private final LimitProblems problems;
    private final Supplier<RefusalListener> listener;
    private final ProblemWriter writer = new ProblemWriter();

    RequestLimitFilter(LimitStore store, LimitProblems problems, Supplier<RefusalListener> listener) {
        this.store = store;
        this.problems = problems;
        this.listener = listener;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        // public resources do not count
        if (authentication != null && authentication.getPrincipal() instanceof Client client) {
            var decision = store.request(client);
            RateLimitHeaders.add(response, decision.statuses());
            if (decision instanceof Exceeded exceeded) {
                listener.get().refused(client, request);
                writer.write(problems.of(client, exceeded, RequestOrigin.of(request)), request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
