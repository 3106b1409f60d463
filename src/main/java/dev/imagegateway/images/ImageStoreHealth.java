package dev.imagegateway.images;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports whether the store of images responds. While it does not, images are still made, so the status is one of its own:
 * Spring Boot's aggregation ignores it, and neither the whole health nor a probe goes down.
 */
final class ImageStoreHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final ImageKeeper keeper;

    ImageStoreHealth(ImageKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public Health health() {
        return keeper.kept()
                .map(KeptImages::storeFault)
                .map(fault ->
                        Health.status(DEGRADED).withDetail("reason", fault).build())
                .orElseGet(() -> Health.up().build());
    }
}
