package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.ratelimit.RefusalListener;
import dev.imagegateway.replay.Replays;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Remembers which requests for images were refused at the door, for their retries. */
@Component
final class RefusedAtTheDoor implements RefusalListener {

    private final Replays replays;

    RefusedAtTheDoor(Replays replays) {
        this.replays = replays;
    }

    @Override
    public void refused(Client client, HttpServletRequest request) {
        if (request.getMethod().equals("POST") && ImageGenerationController.PATH.equals(request.getRequestURI())) {
            replays.refusedAtTheDoor(client, request);
        }
    }
}
