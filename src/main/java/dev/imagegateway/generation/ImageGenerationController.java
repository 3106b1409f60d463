package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.delivery.ImageDelivery;
import dev.imagegateway.generation.GenerationPipeline.Ended;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.query.Query;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.telemetry.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class ImageGenerationController {

    private final BodyReader bodies;
    private final RequestReader requests;
    private final GenerationPipeline pipeline;
    private final ImageDelivery delivery;
    private final DryRun dryRun;
    private final GenerationLimits limits;

    ImageGenerationController(
            BodyReader bodies,
            RequestReader requests,
            GenerationPipeline pipeline,
            ImageDelivery delivery,
            DryRun dryRun,
            GenerationLimits limits) {
        this.bodies = bodies;
        this.requests = requests;
        this.pipeline = pipeline;
        this.delivery = delivery;
        this.dryRun = dryRun;
        this.limits = limits;
    }

    /**
     * Generates images: AIML's request, with OpenAI's names understood, and one shape of answer. With
     * {@code dry_run=true} it says what would become of the request, and nothing does.
     */
    @PostMapping(
            path = "/v1/images/generations",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> generate(
            @AuthenticationPrincipal Client client, HttpServletRequest http, HttpServletResponse response) {
        var query = Query.of(http);
        var isDryRun = Boolean.TRUE.equals(query.flag("dry_run"));
        var parsed = requests.read(bodies.read(http), query.violations());
        if (!parsed.ignored().isEmpty()) {
            response.setHeader("X-Ignored-Parameters", String.join(", ", parsed.ignored()));
        }
        client.requireModel(parsed.request().model());
        return isDryRun
                ? ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(dryRun.of(client, parsed.request()))
                : generate(Generation.of(client, parsed.request(), RequestId.of(http, null)), http, response);
    }

    private ResponseEntity<ImageGenerationResponse> generate(
            Generation generation, HttpServletRequest http, HttpServletResponse response) {
        var started = System.nanoTime();
        var ended = limited(generation, http, response);
        if (!ended.settled()) {
            // the images are paid for and here; the books follow when their store is back
            response.setHeader("X-Settlement", "pending");
        }
        ended.result()
                .money()
                .credits()
                .ifPresent(credits -> response.setHeader("X-Credits-Used", Long.toString(credits)));
        return switch (ended.result()) {
            case Succeeded succeeded -> {
                var generated = System.nanoTime();
                var images =
                        delivery.render(succeeded.images(), generation.request().responseFormat());
                yield ResponseEntity.ok()
                        .header(
                                "Server-Timing",
                                timing("generation", started, generated) + ", "
                                        + timing("delivery", generated, System.nanoTime()))
                        .cacheControl(CacheControl.noStore())
                        .body(ImageGenerationResponse.of(
                                Instant.now(),
                                images,
                                generation.seed(),
                                succeeded.cost().credits()));
            }
            case Failed failed -> throw failed.problem().asException();
        };
    }

    private Ended limited(Generation generation, HttpServletRequest http, HttpServletResponse response) {
        var client = generation.client();
        try (var _ = limits.await(client, generation.id(), http)) {
            var slot =
                    limits.enter(client, generation.id(), generation.request().imagesAsked(), http, response);
            // set before anything can go wrong: it is the caller's and the operator's common name for what happened
            response.setHeader("X-Generation-Id", generation.id());
            return pipeline.run(generation, slot);
        }
    }

    /** Milliseconds, as the header's definition has them. */
    private static String timing(String step, long from, long to) {
        return String.format(Locale.ROOT, "%s;dur=%.1f", step, (to - from) / 1e6);
    }
}
