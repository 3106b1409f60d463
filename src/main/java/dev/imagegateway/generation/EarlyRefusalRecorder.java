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
 * Records image requests that were refused before the lookup, so that their retries do not match another request's
 * generation. It reads the body only if the caller counts its tries, because only then does the lookup need its hash.
 */
@Component
final class EarlyRefusalRecorder implements RefusalListener {

    private static final Logger log = LoggerFactory.getLogger(EarlyRefusalRecorder.class);

    private final EarlierGenerations earlierGenerations;
    private final BodyReader bodies;

    EarlyRefusalRecorder(EarlierGenerations earlierGenerations, BodyReader bodies) {
        this.earlierGenerations = earlierGenerations;
        this.bodies = bodies;
    }

    @Override
    public void refused(Client client, HttpServletRequest request) {
        if (!request.getMethod().equals("POST")) {
            return;
        }
        var path = ImageRequestPath.of(request).orElse(null);
        if (path == null) {
            return;
        }
        var headers = RepeatHeaders.of(request);
        if (headers.countedTry() == null) {
            return;
        }
        try {
            // a dry run does not count as a try of the image request with the same body
            if (ImageGenerationController.isDryRun(Query.of(request))) {
                return;
            }
            earlierGenerations.refusedBeforeLookup(
                    client.id(), headers, Sha256.hex(path.identity(bodies.read(request))));
        } catch (GatewayException e) {
            // the request would have been refused because of its body as well
            log.debug("The body of a refused request cannot be read", e);
        }
    }
}
