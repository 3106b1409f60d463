package dev.imagegateway.images;

import dev.imagegateway.images.FetchFailedException.Reason;
import dev.imagegateway.secret.ForeignText;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by its URL alone whether an image may be fetched. {@link AddressPolicy} then checks the host's addresses. */
final class AllowedOrigins {

    private static final Logger log = LoggerFactory.getLogger(AllowedOrigins.class);

    /** Characters in the log. */
    private static final int MAX_ORIGIN_LENGTH = 300;

    private final List<OriginPattern> patterns;
    private final ForeignText foreign;

    AllowedOrigins(DeliveryProperties properties, ForeignText foreign) {
        this.patterns = properties.allowedOrigins().stream()
                .map(OriginPattern::of)
                .flatMap(Optional::stream)
                .toList();
        this.foreign = foreign;
    }

    /**
     * Parses a URL.
     *
     * @throws FetchFailedException if images are not fetched from there
     */
    URI require(String url) {
        try {
            return require(URI.create(url));
        } catch (IllegalArgumentException _) {
            throw new FetchFailedException("its URL is malformed", Reason.UNUSABLE);
        }
    }

    /** @throws FetchFailedException if images are not fetched from there */
    URI require(URI url) {
        var origin = Origin.of(url);
        if (url.getRawUserInfo() != null || patterns.stream().noneMatch(pattern -> pattern.matches(origin))) {
            log.warn(
                    "Image not fetched: {} is not in gateway.delivery.allowed-origins",
                    foreign.line(origin.toString(), MAX_ORIGIN_LENGTH));
            throw new FetchFailedException("its host is not one that images are fetched from", Reason.UNUSABLE);
        }
        return url;
    }

    /** Whether the configuration names this server by its address, or as localhost. */
    boolean isExplicit(URI url) {
        var origin = Origin.of(url);
        return patterns.stream().anyMatch(pattern -> pattern.isExplicit() && pattern.matches(origin));
    }
}
