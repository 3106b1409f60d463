package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import jakarta.servlet.http.HttpServletRequest;

/** Is told of each request that its client's rate did not allow, before anything of its body is read. */
public interface RefusalListener {

    /** It is about to be answered with 429. */
    void refused(Client client, HttpServletRequest request);
}
