package dev.imagegateway.http;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The pages that a problem's {@code type} refers to. Public, because their content is part of the source code. */
@RestController
final class ProblemPages {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
            code { font-size: 1.1em } h1 { line-height: 1.2 } dt { font-weight: 600; margin-top: 1rem } dd { margin: 0 }
            </style>
            </head>
            <body>
            %2$s
            </body>
            </html>
            """;

    @GetMapping(path = "/problems", produces = MediaType.TEXT_HTML_VALUE)
    String all() {
        var entries = Arrays.stream(ProblemType.values())
                .map(type -> String.format(
                        Locale.ROOT,
                        "<dt>%d <a href=\"/problems/%s\"><code>%2$s</code></a></dt><dd>%s.</dd>",
                        type.status(),
                        type.code(),
                        type.title()))
                .collect(Collectors.joining("\n"));
        return PAGE.formatted(
                "Errors of the image gateway",
                "<h1>Errors of the image gateway</h1>\n<dl>\n%s\n</dl>".formatted(entries));
    }

    /** @throws GatewayException {@code not-found} for an unknown code */
    @GetMapping(path = "/problems/{code}", produces = MediaType.TEXT_HTML_VALUE)
    String one(@PathVariable String code) {
        var type = Arrays.stream(ProblemType.values())
                .filter(candidate -> candidate.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "The errors are listed at /problems.")
                        .asException());
        var repeat = type.mayBeRepeated()
                ? "Yes, after the time in <code>Retry-After</code>."
                : "No: the answer carries <code>x-should-retry: false</code>.";
        return PAGE.formatted(
                type.title(),
                String.format(Locale.ROOT, """
                <p><a href="/problems">All errors</a></p>
                <h1>%s</h1>
                <p>%s</p>
                <dl>
                <dt>Code</dt><dd><code>%s</code></dd>
                <dt>HTTP status</dt><dd>%d</dd>
                <dt>May a client repeat the request by itself?</dt><dd>%s</dd>
                </dl>""", type.title(), type.meaning(), type.code(), type.status(), repeat));
    }
}
