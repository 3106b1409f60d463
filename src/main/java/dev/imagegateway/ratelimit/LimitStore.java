package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;

/** Where limits are counted. */
sealed interface LimitStore permits LocalLimits, SharedLimits {

    /** Whether other processes count there, too, so that a question takes its time. */
    boolean isShared();

    /** One HTTP request. */
    Decision request(Client client);

    /** A generation of so many images: counts both the images and the generation, or neither. */
    Decision generation(Client client, String id, int images);

    /** Images that were counted and will not be asked for. */
    void giveBack(Client client, int images);

    /** The generation has ended. */
    void ended(Client client, String id);
}
