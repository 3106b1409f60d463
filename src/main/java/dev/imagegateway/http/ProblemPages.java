package dev.imagegateway.http;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The pages that a problem's {@code type} refers to. Public, because their content is part of the source code. */
@RestController
final class ProblemPages {

    private static final String PATH_OF_EXAMPLES = "/v1/images/generations";

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static final ObjectWriter PRETTY = JsonMapper.shared().writerWithDefaultPrettyPrinter();

    @GetMapping(path = "/problems", produces = MediaType.TEXT_HTML_VALUE)
    String all(HttpServletRequest request) {
        var entries = Arrays.stream(ProblemType.values())
                .map(type -> String.format(
                        Locale.ROOT,
                        "<dt>%d <a href=\"%s/problems/%s\"><code>%3$s</code></a></dt><dd>%s.</dd>",
                        type.status(),
                        root(request),
                        type.code(),
                        type.title()))
                .collect(Collectors.joining("\n"));
        return HtmlPage.of(
                "Errors of the image gateway",
                "<h1>Errors of the image gateway</h1>\n<dl>\n%s\n</dl>".formatted(entries));
    }

    /** @throws GatewayException {@code not-found} for an unknown code */
    @GetMapping(path = "/problems/{code}", produces = MediaType.TEXT_HTML_VALUE)
    String one(@PathVariable String code, HttpServletRequest request) {
        var type = Arrays.stream(ProblemType.values())
                .filter(candidate -> candidate.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "The errors are listed at /problems.")
                        .asException());
        var repeat = type.mayBeRepeated()
                ? "Yes, after the time in <code>Retry-After</code>."
                : "No: the answer carries <code>x-should-retry: false</code>.";
        return HtmlPage.of(
                type.title(),
                String.format(
                        Locale.ROOT,
                        """
                <p><a href="%s/problems">All errors</a></p>
                <h1>%s</h1>
                <p>%s</p>
                <dl>
                <dt>Code</dt><dd><code>%s</code></dd>
                <dt>HTTP status</dt><dd>%d</dd>
                <dt>May a client repeat the request by itself?</dt><dd>%s</dd>
                </dl>
                <h2>Example</h2>
                <pre><code>%s</code></pre>""",
                        root(request),
                        type.title(),
                        NAME.matcher(HtmlUtils.htmlEscape(type.markedMeaning())).replaceAll("<code>$1</code>"),
                        type.code(),
                        type.status(),
                        repeat,
                        HtmlUtils.htmlEscape(example(type))));
    }

    private static String example(ProblemType type) {
        return PRETTY.writeValueAsString(ProblemWriter.example(ProblemExample.of(type), PATH_OF_EXAMPLES));
    }

    /** The path below which the gateway is reached. */
    private static String root(HttpServletRequest request) {
        return HtmlUtils.htmlEscape(request.getContextPath());
    }
}
