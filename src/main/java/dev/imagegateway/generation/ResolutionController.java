package dev.imagegateway.generation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Client;
import dev.imagegateway.http.BodyReader;
import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.Evidence;
import dev.imagegateway.ledger.Resolution;
import dev.imagegateway.ledger.Resolution.Resolved;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.AuditLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets an admin settle or release a generation whose outcome is unknown. */
@RestController
final class ResolutionController {

    private final BodyReader bodies;
    private final ResolutionReader requests;
    private final Resolution resolution;

    ResolutionController(BodyReader bodies, ResolutionReader requests, Resolution resolution) {
        this.bodies = bodies;
        this.requests = requests;
        this.resolution = resolution;
    }

    /** The state of the generation after the resolution. */
    record ResolutionBody(
            String id,
            String state,
            @JsonProperty("credits_held") long creditsHeld,
            @JsonProperty("credits_used") @Nullable Long creditsUsed,
            @Nullable String evidence) {}

    /** @throws dev.imagegateway.problem.GatewayException {@code forbidden}, {@code not-found}, {@code not-unknown} */
    @PostMapping(
            path = "/v1/generations/{id}/resolution",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResolutionBody resolve(@AuthenticationPrincipal Client client, @PathVariable String id, HttpServletRequest http) {
        if (!client.isAdmin()) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only a client with the role admin may resolve a generation.")
                    .asException();
        }
        var request = requests.read(bodies.read(http));
        var cost = Optional.ofNullable(request.credits()).map(Credits::new).orElse(null);
        // written first, because the response of the database may be lost
        AuditLog.write("resolution-requested", with(request, facts(client, http, id)));
        var resolved = resolution
                .resolve(id, cost)
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such generation in the books.")
                        .asException());
        var after = resolved.after();
        if (!resolved.resolved()) {
            throw Problem.of(
                            ProblemType.NOT_UNKNOWN,
                            "The generation is " + after.state().label() + ": only what is unknown can be resolved.")
                    .with("state", after.state().label())
                    .asException();
        }
        audit(client, http, request, resolved);
        return new ResolutionBody(
                after.id(),
                after.state().label(),
                after.creditsHeld(),
                after.creditsUsed(),
                Optional.ofNullable(after.evidence()).map(Evidence::label).orElse(null));
    }

    private static void audit(Client client, HttpServletRequest http, ResolutionRequest request, Resolved resolved) {
        var facts = facts(client, http, resolved.after().id());
        facts.put("before", resolved.before().state().label());
        facts.put("after", resolved.after().state().label());
        AuditLog.write("resolution", with(request, facts));
    }

    private static Map<String, @Nullable Object> facts(Client client, HttpServletRequest http, String generation) {
        return AuditLog.facts(client.id(), http, AuditLog.fact("generation", generation));
    }

    private static Map<String, @Nullable Object> with(ResolutionRequest request, Map<String, @Nullable Object> facts) {
        facts.put("credits", request.credits());
        facts.put("reason", request.reason());
        return facts;
    }
}
