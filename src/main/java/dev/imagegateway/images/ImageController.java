package dev.imagegateway.images;

import dev.imagegateway.client.Client;
import dev.imagegateway.http.Query;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves the bytes of kept images: to anyone with a signed URL, and to the client that paid for them. */
@RestController
final class ImageController {

    /** Leaves {@code /v1/images/generations} to its own controller, whatever the method. */
    private static final String ID_IN_PATH = "/{id:img-[A-Za-z0-9-]+}";

    private static final int MAX_PARAMETER_LENGTH = 100;

    /** How long a reader waits for an image that is being copied. */
    private static final Duration COPY_WAIT = Duration.ofSeconds(30);

    private static final Duration COPY_RETRY_AFTER = Duration.ofSeconds(5);

    /** The bytes of an id never change. Browsers ask again after a year at the latest. */
    private static final CacheControl CACHE_CONTROL =
            CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

    /** Lets nothing in an image run, whatever its bytes are. */
    private static final String CONTENT_SECURITY = "default-src 'none'; sandbox";

    private static final Map<String, String> EXTENSIONS =
            Map.of("image/png", "png", "image/jpeg", "jpg", "image/webp", "webp", "image/svg+xml", "svg");

    private final ImageKeeper keeper;
    private final ImageLinks links;
    private final RequestTransfers transfers;

    ImageController(ImageKeeper keeper, ImageLinks links, RequestTransfers transfers) {
        this.keeper = keeper;
        this.links = links;
        this.transfers = transfers;
    }

    /**
     * Returns the bytes of an image. Waits while it is being copied.
     *
     * @throws GatewayException {@code unauthenticated} without a signature or a key, {@code forbidden} with an invalid
     *     or expired signature, {@code not-found} for an image of another client, {@code result-lost} if it is not kept
     *     any more, {@code delivery-failed} if it is not copied yet or its store does not respond, {@code overloaded} if
     *     the gateway transfers as many bytes as it may
     */
    @GetMapping(ImageLinks.PATH + ID_IN_PATH)
    ResponseEntity<Resource> one(
            @AuthenticationPrincipal @Nullable Client caller, @PathVariable String id, HttpServletRequest http) {
        var images = authorised(caller, id, http);
        var image = file(id, images);
        var facts = image.facts();
        var tag = "\"" + facts.sha256() + "\"";
        if (ImageReads.isKnownToReader(http, tag)) {
            return response(HttpStatus.NOT_MODIFIED, tag, facts.mediaType(), id).build();
        }
        if (HttpMethod.GET.matches(http.getMethod())) {
            transfers.reserveForReader(facts.bytes()).ifPresent(problem -> {
                throw problem.recognised(true).asException();
            });
        }
        var bytes = ImageReads.open(image, http, tag);
        var response = response(HttpStatus.OK, tag, facts.mediaType(), id);
        // the container would read the whole body of a response to HEAD
        return HttpMethod.HEAD.matches(http.getMethod())
                ? response.header(HttpHeaders.ACCEPT_RANGES, "bytes")
                        .contentLength(facts.bytes())
                        .build()
                : response.body(bytes);
    }

    /**
     * Returns a small JPEG of an image. Makes it if this is the first request for it. The signature of the image's URL
     * is valid for it, too.
     *
     * @throws GatewayException as for the image; {@code not-found} also if there can be no thumbnail, and
     *     {@code overloaded} if it is not made in time
     */
    @GetMapping(ImageLinks.PATH + ID_IN_PATH + ImageLinks.THUMBNAIL)
    ResponseEntity<Resource> thumbnail(
            @AuthenticationPrincipal @Nullable Client caller, @PathVariable String id, HttpServletRequest http) {
        var images = authorised(caller, id, http);
        var image = file(id, images);
        var tag = "\"" + image.facts().sha256() + "-" + images.thumbnailSize() + "\"";
        var name = id + "-thumbnail";
        // before it is made, which may need a store that is away
        return ImageReads.isKnownToReader(http, tag)
                ? response(HttpStatus.NOT_MODIFIED, tag, MediaType.IMAGE_JPEG_VALUE, name)
                        .build()
                : response(HttpStatus.OK, tag, MediaType.IMAGE_JPEG_VALUE, name)
                        .body(new ByteArrayResource(images.thumbnail(id, image)));
    }

    /** Returns the kept images, if the caller may read this one. */
    private KeptImages authorised(@Nullable Client caller, String id, HttpServletRequest http) {
        var query = Query.of(http);
        var expires = query.text("expires", MAX_PARAMETER_LENGTH);
        var signature = query.text("signature", MAX_PARAMETER_LENGTH);
        query.throwIfAny();
        var images = images();
        if (signature == null) {
            require(caller, id, images);
        } else {
            require(links.check(id, expires, signature));
        }
        return images;
    }

    private static KeptImage file(String id, KeptImages images) {
        return images.file(id, COPY_WAIT)
                // it may have been copied just after the wait
                .or(() -> images.file(id, Duration.ZERO))
                .orElseThrow(() -> absent(id, images));
    }

    private static ResponseEntity.BodyBuilder response(HttpStatus status, String tag, String mediaType, String name) {
        return ResponseEntity.status(status)
                .contentType(MediaType.parseMediaType(mediaType))
                .eTag(tag)
                .cacheControl(CACHE_CONTROL)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(name, mediaType))
                .header("Content-Security-Policy", CONTENT_SECURITY)
                // pages of other origins may show an image whose URL they were given
                .header("Cross-Origin-Resource-Policy", "cross-origin");
    }

    /**
     * Deletes an image for good. Its generation stays in the ledger.
     *
     * @throws GatewayException {@code not-found} for an image of another client
     */
    @DeleteMapping(ImageLinks.PATH + ID_IN_PATH)
    ResponseEntity<Void> delete(@AuthenticationPrincipal Client caller, @PathVariable String id) throws IOException {
        var images = images();
        images.delete(require(caller, id, images));
        return ResponseEntity.status(HttpStatus.NO_CONTENT).build();
    }

    private KeptImages images() {
        return keeper.kept().orElseThrow(ImageController::notFound);
    }

    private static ImageRecord require(@Nullable Client caller, String id, KeptImages images) {
        if (caller == null) {
            throw Problem.of(
                            ProblemType.UNAUTHENTICATED,
                            "Use the whole URL that a response gave you, with its signature, or send Authorization:"
                                    + " Bearer followed by your client key.")
                    .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .asException();
        }
        return images.find(id)
                .filter(image -> caller.isAdmin() || image.client().equals(caller.id()))
                .orElseThrow(ImageController::notFound);
    }

    private static void require(ImageLinks.Validity validity) {
        switch (validity) {
            case VALID -> {}
            case EXPIRED ->
                throw Problem.of(
                                ProblemType.FORBIDDEN,
                                "This URL has expired. GET /v1/generations/{id} with your client key gives you a new one.")
                        .asException();
            case INVALID ->
                throw Problem.of(
                                ProblemType.FORBIDDEN,
                                "The signature does not belong to this URL. Use the whole URL as a response gave it to"
                                        + " you.")
                        .asException();
        }
    }

    private static GatewayException notFound() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such image of yours.")
                .asException();
    }

    private static GatewayException absent(String id, KeptImages images) {
        return images.find(id)
                .map(image -> switch (image.state()) {
                    // kept, and not found
                    case KEPT -> ImageReads.lost();
                    case PENDING ->
                        Problem.of(
                                        ProblemType.DELIVERY_FAILED,
                                        "The gateway has not copied this image yet; ask again later.")
                                .recognised(true)
                                .retryAfter(COPY_RETRY_AFTER)
                                .asException();
                    case FAILED, REMOVED ->
                        Problem.of(
                                        ProblemType.RESULT_LOST,
                                        "The gateway does not keep this image: " + image.reason() + ".")
                                .asException();
                })
                .orElseGet(ImageController::notFound);
    }

    private static String disposition(String name, String mediaType) {
        var disposition =
                ImageType.ofMediaType(mediaType).filter(ImageType::hasPixels).isPresent()
                        ? ContentDisposition.inline()
                        // a drawing could contain scripts
                        : ContentDisposition.attachment();
        return disposition.filename(fileName(name, mediaType)).build().toString();
    }

    /** The name of an image as a file. */
    static String fileName(String name, String mediaType) {
        return name + "." + EXTENSIONS.getOrDefault(mediaType, "bin");
    }
}
