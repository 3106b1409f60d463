package dev.imagegateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.client.Client;
import dev.imagegateway.http.Query;
import dev.imagegateway.images.ImageKeeper;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.ledger.UnknownGenerations;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Lifecycle;
import dev.imagegateway.model.Model;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.reconciliation.PriceDrift;
import dev.imagegateway.reconciliation.ReconciliationLoop;
import dev.imagegateway.upstream.UpstreamStatus;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows admins at a glance whether images can be made and whether the credits are accounted for. */
@RestController
final class StatusController {

    private final UpstreamStatus upstream;
    private final ReconciliationLoop reconciliation;
    private final LedgerQueries books;
    private final PriceDrift drift;
    private final Catalogue catalogue;
    private final ImageKeeper images;
    private final MeterRegistry meters;
    private final String version;

    StatusController(
            UpstreamStatus upstream,
            ReconciliationLoop reconciliation,
            LedgerQueries books,
            PriceDrift drift,
            Catalogue catalogue,
            ImageKeeper images,
            MeterRegistry meters,
            ObjectProvider<BuildProperties> build) {
        this.upstream = upstream;
        this.reconciliation = reconciliation;
        this.books = books;
        this.drift = drift;
        this.catalogue = catalogue;
        this.images = images;
        this.meters = meters;
        var built = build.getIfAvailable();
        this.version = built == null ? "unknown" : Objects.requireNonNullElse(built.getVersion(), "unknown");
    }

    /**
     * The status of this process; what is in the ledger is that of all.
     *
     * @param degraded dependencies that do not respond, and without which the gateway works
     * @param unknown left out if the ledger does not respond; the rest of the status needs no database
     */
    record Status(
            String object,
            String version,
            UpstreamStatus.View upstream,
            List<String> degraded,
            ReconciliationLoop.Standing reconciliation,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UnknownGenerations unknown,

            @JsonProperty("price_drift") List<PriceDrift.Prices> priceDrift,
            @JsonProperty("models_ending") List<Ending> modelsEnding,
            Images images) {}

    /** A model whose end is announced. */
    record Ending(
            String model,
            @Nullable LocalDate shutdown,
            @Nullable String replacement) {}

    /**
     * The store of images.
     *
     * @param kept whether images are kept at all
     * @param fault why the store does not respond; null if it does
     */
    record Images(boolean kept, @Nullable String fault) {}

    /** @throws dev.imagegateway.problem.GatewayException {@code forbidden} for clients without the role admin */
    @GetMapping(path = "/v1/status", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Status> status(@AuthenticationPrincipal Client caller, HttpServletRequest http) {
        Query.of(http).throwIfAny();
        if (!caller.isAdmin()) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only a client with the role admin may see the status.")
                    .asException();
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Status(
                        "status",
                        version,
                        upstream.now(),
                        degraded(),
                        reconciliation.standing(),
                        unknown(),
                        drift.different(),
                        catalogue.all().stream()
                                .filter(model -> catalogue.lifecycle(model).status() == Lifecycle.Status.DEPRECATED)
                                .map(this::ending)
                                .toList(),
                        new Images(images.isKeeping(), images.fault())));
    }

    private @Nullable UnknownGenerations unknown() {
        try {
            return books.unknownGenerations();
        } catch (GatewayException _) {
            return null;
        }
    }

    private List<String> degraded() {
        return meters.find("image.gateway.degraded").gauges().stream()
                .filter(gauge -> gauge.value() > 0)
                .map(gauge -> Objects.requireNonNullElse(gauge.getId().getTag("dependency"), "unknown"))
                .sorted()
                .toList();
    }

    private Ending ending(Model model) {
        var lifecycle = catalogue.lifecycle(model);
        return new Ending(model.id(), lifecycle.shutdown(), lifecycle.replacement());
    }
}
