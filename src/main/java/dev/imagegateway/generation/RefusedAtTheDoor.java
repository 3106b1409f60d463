package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.http.BodyReader;
import dev.imagegateway.http.Query;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.ratelimit.RefusalListener;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.replay.RepeatHeaders;
import dev.imagegateway.secret.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Remembers which requests for images were refused at the door, for their retries. It reads the bodies of those alone whose
 * callers count their tries: two requests are told apart by nothing else.
 */
@Component
final class RefusedAtTheDoor implements RefusalListener {

    private static final Logger log = LoggerFactory.getLogger(RefusedAtTheDoor.class);

    private final EarlierGenerations earlierGenerations;
    private final BodyReader bodies;

    RefusedAtTheDoor(EarlierGenerations earlierGenerations, BodyReader bodies) {
        this.earlierGenerations = earlierGenerations;
        this.bodies = bodies;
    }

    @Override
    public void refused(Client client, HttpServletRequest request) {
        if (!request.getMethod().equals("POST") || !ImageGenerationController.PATH.equals(request.getRequestURI())) {
            return;
        }
        var headers = RepeatHeaders.of(request);
        if (headers.retryCount() == null) {
            return;
        }
        try {
            // it is no try of the request for images with the same body
            if (ImageGenerationController.isDryRun(Query.of(request))) {
                return;
            }
            earlierGenerations.refusedUnseen(client.id(), headers, Sha256.hex(bodies.read(request)));
        } catch (GatewayException e) {
            // it would have been refused for its body, too
            log.debug("The body of a refused request cannot be read", e);
        }
    }
}
