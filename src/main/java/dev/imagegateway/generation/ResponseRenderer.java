package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResponse.Images;
import dev.imagegateway.http.ProblemResponder;
import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.telemetry.RequestFacts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes the response to an image request: status, headers and body. */
@Component
final class ResponseRenderer {

    /** Characters. Data URLs, which contain the image, are far longer. */
    private static final int MAX_SMALL_URL_LENGTH = 4096;

    private final JsonMapper json;
    private final ProblemResponder problems;

    ResponseRenderer(JsonMapper json, ProblemResponder problems) {
        this.json = json;
        this.problems = problems;
    }

    /** The body of status 202. */
    record Accepted(String object, String id, String state) {}

    /** @throws IOException if the caller has closed the connection */
    void write(GenerationResponse generation, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        generation.headers().writeTo(response);
        switch (generation) {
            case GenerationResponse.Failure failure -> problems.answer(failure.problem(), http, response);
            case GenerationResponse.Accepted accepted -> {
                RequestFacts.outcome(http, RequestMetrics.ACCEPTED);
                response.setStatus(HttpStatus.ACCEPTED.value());
                response.setHeader(
                        HttpHeaders.LOCATION,
                        http.getContextPath() + GenerationController.location(accepted.generation()));
                write(new Accepted("generation", accepted.generation(), "held"), true, response);
            }
            case Images images -> {
                RequestFacts.outcome(http, RequestMetrics.SUCCEEDED);
                write(images.body(), isSmall(images.body().data()), response);
            }
        }
    }

    /** @throws IOException if the caller has closed the connection */
    void write(DryRun.Forecast forecast, HttpServletResponse response) throws IOException {
        write(forecast, true, response);
    }

    private void write(Object body, boolean isSmall, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        if (isSmall) {
            // buffered, so that the body has a Content-Length and is sent in the same write as the headers
            var bytes = json.writeValueAsBytes(body);
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
            // now and not after the request's end, so that a caller that has hung up is noticed
            response.flushBuffer();
            return;
        }
        try {
            json.writeValue(response.getOutputStream(), body);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isSmall(List<ImageGenerationResponse.Image> images) {
        return images.stream()
                .allMatch(image -> image.url() != null && image.url().length() < MAX_SMALL_URL_LENGTH);
    }
}
