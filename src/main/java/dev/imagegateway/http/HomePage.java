package dev.imagegateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Answers a browser that opens the gateway's address, with links to its documentation. Public. */
@RestController
final class HomePage {

    private static final MediaType SVG = MediaType.valueOf("image/svg+xml");

    private static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#2563eb"/>\
            <circle cx="5" cy="5" r="1.5" fill="#fff"/><path d="m2 13 4-5 3 3 2-2 3 4z" fill="#fff"/></svg>
            """;

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    String home(HttpServletRequest request) {
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
