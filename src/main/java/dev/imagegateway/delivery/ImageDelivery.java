package dev.imagegateway.delivery;

import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageGenerationResponse.Image;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands images over in the form that the caller asked for. */
public final class ImageDelivery {

    private static final Logger log = LoggerFactory.getLogger(ImageDelivery.class);

    private final ImageFetcher fetcher;
    private final Duration urlTrust;

    ImageDelivery(ImageFetcher fetcher, Duration urlTrust) {
        this.fetcher = fetcher;
        this.urlTrust = urlTrust;
    }

    /**
     * Whether one of these images is known not to be served any more. Young ones are taken to be.
     *
     * @param made when the upstream made them
     */
    public boolean isGone(List<GeneratedImage> images, Instant made) {
        if (made.plus(urlTrust).isAfter(Instant.now())) {
            return false;
        }
        return Boolean.TRUE.equals(Flux.fromIterable(images)
                .filter(image -> image.base64() == null)
                .flatMap(image -> fetcher.isGone(Objects.requireNonNull(image.url())))
                .any(gone -> gone)
                .block());
    }

    /**
     * The images in the form asked for, in their order.
     *
     * @throws GatewayException {@code result-lost} when base64 was asked for and an image can't be fetched; it carries
     *     the URLs, so that what was paid for can still be saved
     */
    public List<Image> render(List<GeneratedImage> images, ResponseFormat format) {
        return switch (format) {
            case URL -> asUrls(images);
            case B64_JSON -> asBase64(images);
        };
    }

    private static List<Image> asUrls(List<GeneratedImage> images) {
        var urls = new ArrayList<Image>(images.size());
        for (var image : images) {
            urls.add(asUrl(image));
        }
        return urls;
    }

    /** Bytes without a URL become one that holds them, until the gateway keeps images itself. */
    private static Image asUrl(GeneratedImage image) {
        if (image.url() != null) {
            return Image.at(image.url());
        }
        var base64 = Objects.requireNonNull(image.base64());
        return Image.at("data:" + mediaType(base64) + ";base64," + base64);
    }

    private static String mediaType(String base64) {
        // 16 characters are 12 bytes: enough for every type that is told apart
        var start = base64.substring(0, Math.min(16, base64.length()));
        try {
            return ImageType.of(Base64.getDecoder().decode(start))
                    .map(ImageType::mediaType)
                    .orElse("application/octet-stream");
        } catch (IllegalArgumentException _) {
            return "application/octet-stream";
        }
    }

    private List<Image> asBase64(List<GeneratedImage> images) {
        try {
            return Objects.requireNonNull(Flux.fromIterable(images)
                    .flatMapSequential(this::base64)
                    .map(Image::inline)
                    .collectList()
                    .block());
        } catch (FetchFailedException e) {
            throw lost(e.getMessage(), images).asException();
        } catch (RuntimeException e) {
            // not internal-error: the images are paid for, and some clients repeat every 500
            log.error("Images could not be rendered as base64", e);
            throw lost("the gateway failed", images).asException();
        }
    }

    private Mono<String> base64(GeneratedImage image) {
        if (image.base64() != null) {
            return Mono.just(image.base64());
        }
        return fetcher.fetch(Objects.requireNonNull(image.url())).map(Base64.getEncoder()::encodeToString);
    }

    private static Problem lost(@Nullable String cause, List<GeneratedImage> images) {
        return Problem.of(
                        ProblemType.RESULT_LOST,
                        "The images were made and paid for, but one could not be fetched to be sent as base64: " + cause
                                + ". Fetch them from the URLs in data while these live.")
                .with("data", asUrls(images));
    }
}
