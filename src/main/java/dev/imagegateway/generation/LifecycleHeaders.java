package dev.imagegateway.generation;

import dev.imagegateway.model.Lifecycle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/** The response headers that announce the end of a model: RFC 9745, RFC 8594 and RFC 5829. */
final class LifecycleHeaders {

    /** HTTP's date, always with two digits for the day. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private LifecycleHeaders() {}

    static void write(String model, Lifecycle lifecycle, HttpServletRequest http, HttpServletResponse response) {
        if (lifecycle.status() == Lifecycle.Status.LIVE && lifecycle.shutdown() == null) {
            return;
        }
        if (lifecycle.status() == Lifecycle.Status.DEPRECATED) {
            var since = lifecycle.deprecatedSince(LocalDate.now(ZoneOffset.UTC));
            response.setHeader(
                    "Deprecation", "@" + since.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        }
        if (lifecycle.shutdown() != null) {
            response.setHeader("Sunset", HTTP_DATE.format(lifecycle.shutdown().atStartOfDay(ZoneOffset.UTC)));
        }
        if (lifecycle.replacement() != null) {
            // the successor is that of the model and not that of the path, which serves both
            var models = http.getContextPath() + ModelController.PATH + "/";
            response.setHeader(
                    HttpHeaders.LINK,
                    "<%s%s>; rel=\"successor-version\"; anchor=\"%s%s\""
                            .formatted(models, lifecycle.replacement(), models, model));
        }
    }
}
