package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;

/** Counts requests and generations against limits. */
sealed interface LimitStore permits LocalLimits, SharedLimits {

    /** Whether the counts are shared with other processes, which involves network calls. */
    boolean isShared();

    /** Counts an HTTP request. */
    Decision request(Client client);

    /** Counts a generation and its images: both or neither. */
    Decision generation(Client client, String id, int images);

    /** Returns images that were counted and will not be requested. */
    void giveBack(Client client, int images);

    /** Removes a generation that has ended. */
    void ended(Client client, String id);
}
