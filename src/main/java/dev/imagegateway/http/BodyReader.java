package dev.imagegateway.http;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Reads a request body up to the size limit. {@link ConnectionWatch} ends bodies that arrive too slowly. */
@Component
public final class BodyReader {

    private static final Logger log = LoggerFactory.getLogger(BodyReader.class);

    private static final int PIECE = 8192;

    private final int limit;

    BodyReader(RequestBodyProperties properties) {
        this.limit = Math.toIntExact(properties.maxRequestSize().toBytes());
    }

    /**
     * Reads the whole body.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code payload-too-large}, {@code unsupported-media-type}, or
     *     {@code invalid-request} if the body does not arrive completely
     */
    public byte[] read(HttpServletRequest request) {
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding.")
                    // RFC 9110, section 12.5.3: what a server accepts in requests
                    .withHeader(HttpHeaders.ACCEPT_ENCODING, "identity")
                    .asException();
        }
        // an announced size above the limit is refused without reading
        if (request.getContentLengthLong() > limit) {
            throw tooLarge();
        }
        byte[] body;
        try {
            body = readToLimit(request.getInputStream());
        } catch (IOException e) {
            log.debug("A body did not arrive whole", e);
            throw Problem.of(ProblemType.INVALID_REQUEST, "The body did not arrive whole, or not in time.")
                    .withHeader(HttpHeaders.CONNECTION, "close")
                    .asException();
        }
        if (body.length > limit) {
            throw tooLarge();
        }
        checkCharset(request.getContentType(), body);
        return body;
    }

    /** JSON is UTF-8 (RFC 8259). Another charset is accepted if its bytes mean the same, as for ASCII text. */
    private static void checkCharset(@Nullable String contentType, byte[] body) {
        // most clients declare none
        if (contentType == null || contentType.indexOf(';') < 0) {
            return;
        }
        try {
            var declared = MediaType.parseMediaType(contentType).getCharset();
            if (declared == null
                    || declared.equals(StandardCharsets.UTF_8)
                    || new String(body, declared).equals(new String(body, StandardCharsets.UTF_8))) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // no charset of this name
        }
        throw Problem.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type declares a charset other than UTF-8: encode the body in UTF-8, and send"
                                + " Content-Type: application/json.")
                .asException();
    }

    private byte[] readToLimit(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        var piece = new byte[PIECE];
        while (body.size() <= limit) {
            var read = in.read(piece, 0, Math.min(PIECE, limit + 1 - body.size()));
            if (read < 0) {
                break;
            }
            body.write(piece, 0, read);
        }
        return body.toByteArray();
    }

    private RuntimeException tooLarge() {
        return Problem.of(
                        ProblemType.PAYLOAD_TOO_LARGE,
                        String.format(Locale.ROOT, "The body may have %d bytes at most.", limit))
                .with("limit", limit)
                .asException();
    }
}
