package dev.imagegateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What two requests have in common if one may be a retry of the other.
 *
 * @param client the id of the client that asks
 * @param userTag OpenAI's field {@code user}
 * @param requestHash SHA-256 of the canonical request, in hex
 */
public record RequestIdentity(String client, @Nullable String userTag, String requestHash) {}
