package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Lifecycle;
import dev.imagegateway.model.Model;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Lists the models in OpenAI's format, with the parameters, price and lifecycle of each. */
@RestController
final class ModelController {

    static final String PATH = "/v1/models";

    private final Catalogue catalogue;
    private final ModelViews views;

    ModelController(Catalogue catalogue, ModelViews views) {
        this.catalogue = catalogue;
        this.views = views;
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    ModelViews.ModelList list(@AuthenticationPrincipal Client client) {
        return new ModelViews.ModelList(
                "list",
                catalogue.all().stream()
                        .filter(catalogue::isServed)
                        .map(model -> views.of(model, client))
                        .toList());
    }

    /**
     * Returns a model by its id or an alias, which may contain slashes.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code not-found} if there is no such model or it is retired
     */
    @GetMapping(path = PATH + "/{*model}", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelViews.View one(@AuthenticationPrincipal Client client, @PathVariable String model) {
        var found = catalogue.find(model.substring(1));
        return found.filter(catalogue::isServed)
                .map(known -> views.of(known, client))
                .orElseThrow(() -> Problem.of(
                                ProblemType.NOT_FOUND,
                                found.map(this::retired)
                                        .orElse("There is no such model; GET /v1/models lists those there are."))
                        .asException());
    }

    private String retired(Model model) {
        var lifecycle = catalogue.lifecycle(model);
        var replacement = lifecycle.replacement();
        return (lifecycle.status() == Lifecycle.Status.RETIRED
                        ? "This model is retired. "
                        : "This model is not offered. " + Objects.requireNonNullElse(lifecycle.note(), "") + " ")
                + (replacement == null ? "GET /v1/models lists the others." : "Use " + replacement + " instead.");
    }
}
