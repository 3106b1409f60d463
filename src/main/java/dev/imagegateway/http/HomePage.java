package dev.imagegateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * Answers at the gateway's address: leads a browser to the {@link LandingPage} if there is one, and links to the
 * documentation otherwise. Public.
 */
@RestController
final class HomePage {

    private static final MediaType SVG = MediaType.valueOf("image/svg+xml");

    private static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#2563eb"/>\
            <circle cx="5" cy="5" r="1.5" fill="#fff"/><path d="m2 13 4-5 3 3 2-2 3 4z" fill="#fff"/></svg>
            """;

    private final @Nullable LandingPage landing;

    HomePage(ObjectProvider<LandingPage> landing) {
        this.landing = landing.getIfAvailable();
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> home(HttpServletRequest request) {
        if (landing != null && isBrowser(request)) {
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(landing.path())
                    .build();
        }
        return ResponseEntity.ok(links(request));
    }

    /** Browsers ask for HTML by name; programs accept anything. */
    private static boolean isBrowser(HttpServletRequest request) {
        return Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
                .anyMatch(accepted -> accepted.contains(MediaType.TEXT_HTML_VALUE));
    }

    private static String links(HttpServletRequest request) {
        return HtmlPage.of("Image gateway", """
                <h1>Image gateway</h1>
                <p>Services generate images here with <code>POST /v1/images/generations</code> and a client key.</p>
                <ul>
                <li><a href="%1$s/docs">API documentation</a></li>
                <li><a href="%1$s/v3/api-docs">OpenAPI document</a></li>
                <li><a href="%1$s/problems">Errors, and what to do about them</a></li>
                </ul>""".formatted(HtmlUtils.htmlEscape(request.getContextPath())));
    }

    /** Browsers ask for this path on their own. */
    @GetMapping("/favicon.ico")
    ResponseEntity<String> icon() {
        return ResponseEntity.ok()
                .contentType(SVG)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)))
                .body(ICON);
    }
}
