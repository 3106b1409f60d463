package dev.imagegateway.images;

import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageGenerationResponse.Image;
import dev.imagegateway.image.ImageUrl;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Returns images in the format that the caller requested. */
public final class ImageDelivery {

    private final ImageSource source;
    private final ImageReader reader;
    private final PixelLimit pixels;
    private final ImageKeeper keeper;
    private final ImageLinks links;
    private final ImageUrl usualUrls;

    /** @param usualUrls whose URLs a client gets that has no preference */
    ImageDelivery(
            ImageSource source,
            ImageReader reader,
            PixelLimit pixels,
            ImageKeeper keeper,
            ImageLinks links,
            ImageUrl usualUrls) {
        this.source = source;
        this.reader = reader;
        this.pixels = pixels;
        this.keeper = keeper;
        this.links = links;
        this.usualUrls = usualUrls;
    }

    /**
     * Whether one of these images is known to be no longer served, neither by the gateway nor by the upstream. For URLs
     * of the upstream, a young image is assumed to be served unless something else is known. For base64, these are
     * always checked, because they have to be fetched.
     *
     * @param made when the upstream made them
     */
    public boolean isGone(List<GeneratedImage> images, Instant made, ResponseFormat format) {
        var stored = stored(images);
        var served = served(images, stored);
        if (served.size() < images.size() && stored.unknown() != null) {
            // nothing may be paid for again because the ledger does not respond
            throw stored.unknown();
        }
        return served.size() < images.size() || isGoneUpstream(served, made, format == ResponseFormat.URL);
    }

    private boolean isGoneUpstream(List<GeneratedImage> served, Instant made, boolean trusted) {
        return Boolean.TRUE.equals(Flux.fromIterable(served)
                .filter(image -> image.id() == null && image.bytes() == null && image.url() != null)
                .flatMap(image -> source.isGone(Objects.requireNonNull(image.url()), made, trusted))
                .any(gone -> gone)
                .block());
    }

    /**
     * Returns the images in the requested format, in order.
     *
     * @param made when the upstream made them
     * @throws GatewayException if an image must be fetched, for base64 or because its URL is withheld, and cannot be
     *     fetched. It contains the other URLs, so that the caller can still save the images. {@code result-lost} if the
     *     failure is permanent, otherwise
     *     {@code delivery-failed}
     */
    public RenderedImages render(List<GeneratedImage> images, Instant made, RenderOptions options) {
        var stored = stored(images);
        return new RenderedImages(rendered(allServed(images, stored), made, options), stored.missing());
    }

    /**
     * Like {@link #render}, for images that may be old: their URLs are not returned if one is no longer served.
     *
     * @throws GatewayException as {@link #render}
     */
    public RenderedImages renderAgain(List<GeneratedImage> images, Instant made, RenderOptions options) {
        var stored = stored(images);
        var served = allServed(images, stored);
        // base64 fetches the images, which checks them anyway
        if (options.format() == ResponseFormat.URL && isGoneUpstream(served, made, true)) {
            throw lost(images).asException();
        }
        return new RenderedImages(rendered(served, made, options), stored.missing());
    }

    private List<Image> rendered(List<GeneratedImage> served, Instant made, RenderOptions options) {
        requireDecodable(served);
        return switch (options.format()) {
            case URL ->
                reader.read(served, made, GeneratedImage::isWithheld).stream()
                        .map(image -> asUrl(image, made, options))
                        .toList();
            case B64_JSON ->
                reader.read(served, made, image -> image.bytes() == null).stream()
                        .map(image -> Image.inline(Objects.requireNonNull(image.bytes())))
                        .toList();
        };
    }

    /** Checks bytes that the upstream has sent. Others are checked where they are fetched. */
    private void requireDecodable(List<GeneratedImage> served) {
        try {
            served.stream().flatMap(image -> Stream.ofNullable(image.bytes())).forEach(pixels::check);
        } catch (FetchFailedException e) {
            throw Problem.of(
                            ProblemType.RESULT_LOST,
                            "The images were made and paid for, but one is not handed over: " + e.getMessage() + ".")
                    .with("data", urls(served))
                    .asException();
        }
    }

    /** @throws GatewayException {@code result-lost} if one is not served, {@code ledger-unavailable} if that is unknown */
    private static List<GeneratedImage> allServed(List<GeneratedImage> images, StoredImages stored) {
        var served = served(images, stored);
        if (served.size() < images.size()) {
            throw stored.unknown() == null ? lost(images).asException() : stored.unknown();
        }
        return served;
    }

    private StoredImages stored(List<GeneratedImage> images) {
        return keeper.kept()
                .map(kept -> kept.stored(images.stream()
                        .flatMap(image -> Stream.ofNullable(image.id()))
                        .toList()))
                .orElse(StoredImages.NONE);
    }

    /**
     * Returns the images that somebody may serve: with an id if the gateway does, otherwise with what the upstream has
     * sent.
     */
    private static List<GeneratedImage> served(List<GeneratedImage> images, StoredImages stored) {
        return images.stream()
                .flatMap(image -> image.id() != null && stored.available().contains(image.id())
                        ? Stream.of(image)
                        : image.unkept().stream())
                .toList();
    }

    /** Returns the images that have a URL of the upstream. */
    public static List<Image> urls(List<GeneratedImage> images) {
        return images.stream()
                .map(GeneratedImage::url)
                .filter(url -> url != null)
                .map(Image::at)
                .toList();
    }

    /** Turns bytes without a URL into a data URL if the gateway keeps no images. */
    private Image asUrl(GeneratedImage image, Instant made, RenderOptions options) {
        if (image.id() != null && !isUpstreams(image, made, options)) {
            return Image.at(links.sign(options.base(), image.id()));
        }
        if (image.url() != null) {
            return Image.at(image.url());
        }
        var bytes = Objects.requireNonNull(image.bytes());
        return Image.dataUrl(ImageType.of(bytes).map(ImageType::mediaType).orElse("application/octet-stream"), bytes);
    }

    /** Whether the caller gets the upstream's URL of a kept image: it prefers that, and the URL works. */
    private boolean isUpstreams(GeneratedImage image, Instant made, RenderOptions options) {
        var urls = options.urls() == null ? usualUrls : options.urls();
        return urls == ImageUrl.UPSTREAM
                && image.url() != null
                && !Boolean.TRUE.equals(source.isGone(image.url(), made, true).block());
    }

    /** {@code result-lost}, for images that are no longer served. */
    static Problem lost(List<GeneratedImage> images) {
        return Problem.of(
                        ProblemType.RESULT_LOST,
                        "The images were made and paid for, but neither the gateway nor the upstream serves them any more.")
                .with("data", urls(images));
    }
}
