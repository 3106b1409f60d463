package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;

/** Counts requests and generations against limits. */
sealed interface LimitStore permits LocalLimits, SharedLimits {

    /** Whether the counts are shared with other processes, which involves network calls. */
    boolean isShared();

    /** Counts an HTTP request. */
    Decision request(Client client);

    /** Counts a generation, its images and their megapixels: all or none. */
    Decision generation(Client client, String id, ImageLoad load);

    /** Returns images and megapixels that were counted and will not be requested. */
    void giveBack(Client client, ImageLoad load);

    /** Removes a generation that has ended. */
    void ended(Client client, String id);
}
