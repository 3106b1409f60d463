package dev.imagegateway.images;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletWebRequest;

/** Opens images for the requests that read them. */
final class ImageReads {

    private static final Logger log = LoggerFactory.getLogger(ImageReads.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private static final String OPENED = "opened-image";

    private ImageReads() {}

    /**
     * Whether a reader has the bytes already ({@code If-None-Match}). Neither the store nor capacity is needed to tell.
     *
     * @param etag of what the reader asks for, with its quotes
     */
    static boolean isKnownToReader(HttpServletRequest http, String etag) {
        return http.getHeader(HttpHeaders.IF_MATCH) == null
                && Collections.list(http.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
                        .flatMap(listed -> ETag.parse(listed).stream())
                        .anyMatch(known -> known.compare(ETag.create(etag), false));
    }

    /**
     * Opens the bytes that a response is going to contain, if any: HEAD and conditional requests need none. They are
     * closed when the request ends, because Spring closes streams and does not know the file or connection behind them.
     *
     * @return the bytes that are to be written
     * @throws GatewayException {@code delivery-failed} if the store does not respond, {@code result-lost} if it has lost
     *     the image
     */
    static Resource open(KeptImage image, HttpServletRequest http, String etag) {
        if (!HttpMethod.GET.matches(http.getMethod()) || new ServletWebRequest(http).checkNotModified(etag)) {
            return image.bytes();
        }
        var length = image.facts().bytes();
        try {
            var ranges = HttpRange.parseRanges(http.getHeader(HttpHeaders.RANGE));
            if (ranges.isEmpty()) {
                return closedWithRequest(image.open(0, length - 1));
            }
            if (ranges.getFirst().getRangeStart(length) < length) {
                var first = ranges.getFirst();
                return closedWithRequest(image.open(first.getRangeStart(length), first.getRangeEnd(length)));
            }
            return image.bytes();
        } catch (IllegalArgumentException _) {
            // Spring refuses the ranges
            return image.bytes();
        } catch (FileNotFoundException _) {
            throw lost();
        } catch (IOException e) {
            if (!(e instanceof StoreAwayException)) {
                // StoreAvailability has logged why a store is away
                log.warn("{} cannot be read: {}", image.bytes().getDescription(), e.toString());
            }
            throw Problem.of(
                            ProblemType.DELIVERY_FAILED,
                            "The gateway keeps this image, and its store does not respond; ask again later.")
                    .recognised(true)
                    .retryAfter(RETRY_AFTER)
                    .asException();
        }
    }

    private static Resource closedWithRequest(KeptImage.Opened opened) {
        RequestContextHolder.currentRequestAttributes()
                .registerDestructionCallback(
                        OPENED,
                        () -> {
                            try {
                                opened.closing().close();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        RequestAttributes.SCOPE_REQUEST);
        return opened.bytes();
    }

    static GatewayException lost() {
        return Problem.of(ProblemType.RESULT_LOST, "The gateway kept this image, and its store has lost it.")
                .asException();
    }
}
