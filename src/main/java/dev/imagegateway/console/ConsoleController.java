package dev.imagegateway.console;

import dev.imagegateway.http.LandingPage;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Serves the console. Public, because it consists of source code; what it shows needs a client's credential. */
@RestController
@ConditionalOnBooleanProperty(name = "gateway.console.enabled", matchIfMissing = true)
final class ConsoleController implements LandingPage {

    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    /** The name of a file changes with its content. */
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final ConsoleSettings settings;

    /** Read when the first person opens the console, so that the start does not wait for it. */
    private final Supplier<ConsoleFiles> files = SingletonSupplier.of(ConsoleFiles::read);

    private final String contentSecurity;

    ConsoleController(ConsoleSettings settings) {
        this.settings = settings;
        this.contentSecurity = ConsoleSecurity.policy(settings.tokenEndpoint());
    }

    /** Relative, so that it is right behind any path prefix, also one of which the proxy does not tell the gateway. */
    @Override
    public URI path() {
        return URI.create("console/");
    }

    /** Links of the page are relative to a path with a slash at its end. */
    @GetMapping("/console")
    ResponseEntity<Void> withoutSlash() {
        return ResponseEntity.status(HttpStatus.FOUND).location(path()).build();
    }

    @GetMapping("/console/")
    void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(CONTENT_SECURITY_POLICY, contentSecurity);
        write(files.get().index(), CacheControl.noCache(), request, response);
    }

    /** What the page has to know before anyone has signed in. */
    @GetMapping(path = "/console/config.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ConsoleSettings.View> config() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(settings.view());
    }

    /** @throws GatewayException {@code not-found} for a file of another version, too */
    @GetMapping("/console/{version:[0-9a-f]{16}}/{*name}")
    void file(
            @PathVariable String version,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var found = version.equals(files.get().version()) ? files.get().find(name.substring(1)) : null;
        if (found == null || found.isEmpty()) {
            throw Problem.of(ProblemType.NOT_FOUND, "The console has no such file, or not any more: reload its page.")
                    .asException();
        }
        write(found.get(), FOR_EVER, request, response);
    }

    /** Writes directly, because Spring would add a Content-Disposition for downloads to names like {@code app.js}. */
    private void write(ConsoleFile file, CacheControl caching, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, caching.getHeaderValue());
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        // weak, because it is the same for both encodings
        if (new ServletWebRequest(request, response)
                .checkNotModified("W/\"" + files.get().version() + "\"")) {
            return;
        }
        response.setContentType(file.type().toString());
        var body = file.bytes();
        if (acceptsGzip(request)) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = file.gzip();
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static boolean acceptsGzip(HttpServletRequest request) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
    }
}
