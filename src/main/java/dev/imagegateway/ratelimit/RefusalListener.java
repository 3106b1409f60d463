package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import jakarta.servlet.http.HttpServletRequest;

/** Listens for requests that exceed their client's request rate, before their body is read. */
public interface RefusalListener {

    /** Called before the response with status 429 is written. */
    void refused(Client client, HttpServletRequest request);
}
