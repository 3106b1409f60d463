package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.http.BodyReader;
import dev.imagegateway.http.PublicUrl;
import dev.imagegateway.http.Query;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.ParsedRequest;
import dev.imagegateway.model.RequestReader;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Violation;
import dev.imagegateway.replay.RepeatHeaders;
import dev.imagegateway.telemetry.RequestOrigin;
import dev.imagegateway.telemetry.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class ImageGenerationController {

    /** A separate path: generated clients decode every 200 of a path into the same type. */
    private static final String DRY_RUN_PATH = ImageRequestPath.OPENAI + "/dry-run";

    /** Azure requires its version of the API, a date, in this parameter. Any is accepted. */
    private static final String API_VERSION = "api-version";

    private static final int MAX_VERSION_LENGTH = 64;

    private final BodyReader bodies;
    private final RequestReader requests;
    private final Catalogue catalogue;
    private final GenerationJourney journey;
    private final DryRun dryRun;
    private final ResponseRenderer renderer;
    private final WaitingProperties waiting;
    private final PublicUrl publicUrl;
    private final Tracing tracing;

    ImageGenerationController(
            BodyReader bodies,
            RequestReader requests,
            Catalogue catalogue,
            GenerationJourney journey,
            DryRun dryRun,
            ResponseRenderer renderer,
            WaitingProperties waiting,
            PublicUrl publicUrl,
            Tracing tracing) {
        this.bodies = bodies;
        this.requests = requests;
        this.catalogue = catalogue;
        this.journey = journey;
        this.dryRun = dryRun;
        this.renderer = renderer;
        this.waiting = waiting;
        this.publicUrl = publicUrl;
        this.tracing = tracing;
    }

    /** Generates images. Accepts AIML's request format and OpenAI's field names; the response has one format. */
    @PostMapping(
            path = ImageRequestPath.OPENAI,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    void generate(@AuthenticationPrincipal Client client, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        generate(client, new ImageRequestPath(null), Query.of(http), http, response);
    }

    /** The same for Azure OpenAI's clients, which name the model in the path. */
    @PostMapping(
            path = ImageRequestPath.AZURE,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    void generateForDeployment(
            @AuthenticationPrincipal Client client,
            @PathVariable String deployment,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        var query = Query.of(http);
        query.text(API_VERSION, MAX_VERSION_LENGTH);
        generate(client, new ImageRequestPath(deployment), query, http, response);
    }

    private void generate(
            Client client, ImageRequestPath path, Query query, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        if (isDryRun(query)) {
            renderer.write(forecast(client, path, query, http, response), response);
        } else {
            renderer.write(respond(client, path, query, http, response), http, response);
        }
    }

    private GenerationResponse respond(
            Client client, ImageRequestPath path, Query query, HttpServletRequest http, HttpServletResponse response) {
        try {
            return journey.respond(accepted(client, path, query, http, response));
        } catch (GatewayException invalid) {
            // throwing through Spring would cost an InvocationTargetException's stack trace and a handler lookup
            return new GenerationResponse.Failure(invalid.problem(), new ResponseHeaders());
        }
    }

    /** Whether the caller uses the {@code dry_run} parameter, which predates {@link #DRY_RUN_PATH}. */
    static boolean isDryRun(Query query) {
        return Boolean.TRUE.equals(query.flag("dry_run"));
    }

    /** Reports what an image request would cost and whether it would be allowed, without executing it. */
    @PostMapping(
            path = DRY_RUN_PATH,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DryRun.Forecast> dryRun(
            @AuthenticationPrincipal Client client, HttpServletRequest http, HttpServletResponse response) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(forecast(client, new ImageRequestPath(null), Query.of(http), http, response));
    }

    private DryRun.Forecast forecast(
            Client client, ImageRequestPath path, Query query, HttpServletRequest http, HttpServletResponse response) {
        var parsed = parsed(client, path, bodies.read(http), query, RepeatHeaders.of(http), http, response);
        if (parsed.refusal() != null) {
            throw parsed.refusal();
        }
        return dryRun.of(client, parsed.request());
    }

    private AcceptedRequest accepted(
            Client client, ImageRequestPath path, Query query, HttpServletRequest http, HttpServletResponse response) {
        var headers = RepeatHeaders.of(http);
        var body = bodies.read(http);
        var parsed = tracing.step("validate", () -> parsed(client, path, body, query, headers, http, response));
        if (parsed.refusal() != null && !headers.isRecognisable()) {
            throw parsed.refusal();
        }
        return AcceptedRequest.of(
                client,
                parsed,
                path.identity(body),
                headers,
                WaitPreference.of(http, waiting),
                RequestOrigin.of(http),
                publicUrl.of(http));
    }

    private ParsedRequest parsed(
            Client client,
            ImageRequestPath path,
            byte[] body,
            Query query,
            RepeatHeaders headers,
            HttpServletRequest http,
            HttpServletResponse response) {
        var parsed = requests.read(body, path.deployment(), otherViolations(query, headers));
        if (!parsed.ignored().isEmpty()) {
            response.setHeader("X-Ignored-Parameters", String.join(", ", parsed.ignored()));
        }
        var model = parsed.request().model();
        LifecycleHeaders.write(model.id(), catalogue.lifecycle(model), http, response);
        return parsed.refusal() == null ? parsed.withRefusal(client.refusalOf(model)) : parsed;
    }

    /** Returns the violations outside the body. */
    private static List<Violation> otherViolations(Query query, RepeatHeaders headers) {
        var violations = new ArrayList<>(query.violations());
        violations.addAll(headers.violations());
        return violations;
    }
}
