package dev.imagegateway.images;

import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.web.context.request.ServletWebRequest;

/** Opens images for the requests that read them. */
final class ImageReads {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private ImageReads() {}

    /**
     * Opens the bytes that a response is going to contain, if any: HEAD and conditional requests need none.
     *
     * @throws GatewayException {@code delivery-failed} if the store does not respond, {@code result-lost} if it has lost
     *     the image
     */
    static void open(KeptImage image, HttpServletRequest http, String etag) {
        if (!HttpMethod.GET.matches(http.getMethod()) || new ServletWebRequest(http).checkNotModified(etag)) {
            return;
        }
        var length = image.facts().bytes();
        try {
            var ranges = HttpRange.parseRanges(http.getHeader(HttpHeaders.RANGE));
            if (ranges.isEmpty()) {
                image.open(0, length - 1);
            } else if (ranges.getFirst().getRangeStart(length) < length) {
                var first = ranges.getFirst();
                image.open(first.getRangeStart(length), first.getRangeEnd(length));
            }
        } catch (IllegalArgumentException _) {
            // Spring refuses the ranges
        } catch (FileNotFoundException _) {
            throw lost();
        } catch (IOException _) {
            throw Problem.of(
                            ProblemType.DELIVERY_FAILED,
                            "The gateway keeps this image, and its store does not respond; ask again later.")
                    .recognised(true)
                    .retryAfter(RETRY_AFTER)
                    .asException();
        }
    }

    static GatewayException lost() {
        return Problem.of(ProblemType.RESULT_LOST, "The gateway kept this image, and its store has lost it.")
                .asException();
    }
}
