package dev.imagegateway.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.apache.catalina.Globals;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Adds {@code X-Forwarded-Prefix} of a trusted proxy to the context path, from which all links in responses are made.
 * Needed for {@code server.forward-headers-strategy=native}, because Tomcat does not read this header; Spring's filter
 * for {@code framework} does.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ForwardedPrefixFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-Forwarded-Prefix";

    /** A path on this host. Two slashes at the start would name another host. */
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // set by Tomcat's RemoteIpValve if the proxy is trusted
        var isTrusted = Boolean.TRUE.equals(request.getAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE));
        var prefix = isTrusted ? prefix(request) : "";
        chain.doFilter(prefix.isEmpty() ? request : new Prefixed(request, prefix), response);
    }

    /** Several proxies list their prefixes from the outside in. Returns an empty text if one of them is invalid. */
    private static String prefix(HttpServletRequest request) {
        var prefix = new StringBuilder();
        for (var value :
                String.join(",", Collections.list(request.getHeaders(HEADER))).split(",", -1)) {
            var part = value.strip().replaceAll("/+$", "");
            if (!part.isEmpty() && !PREFIX.matcher(part).matches()) {
                return "";
            }
            prefix.append(part);
        }
        return prefix.toString();
    }

    private static final class Prefixed extends HttpServletRequestWrapper {

        private final String prefix;

        private Prefixed(HttpServletRequest request, String prefix) {
            super(request);
            this.prefix = prefix;
        }

        @Override
        public String getContextPath() {
            return prefix + super.getContextPath();
        }

        @Override
        public String getRequestURI() {
            return prefix + super.getRequestURI();
        }

        @Override
        public StringBuffer getRequestURL() {
            var url = super.getRequestURL();
            return url.insert(url.length() - super.getRequestURI().length(), prefix);
        }
    }
}
