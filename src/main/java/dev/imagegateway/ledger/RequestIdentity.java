package dev.imagegateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a request and its retry have in common.
 *
 * @param client the id of the calling client
 * @param userTag OpenAI's field {@code user}
 * @param requestHash SHA-256 of the canonical request, in hex
 */
public record RequestIdentity(String client, @Nullable String userTag, String requestHash) {}
