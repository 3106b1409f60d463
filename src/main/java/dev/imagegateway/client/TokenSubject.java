package dev.imagegateway.client;

/**
 * The subject of a token.
 *
 * @param issuer the value of {@code iss}
 * @param subject the value of the issuer's {@code client-claim}
 */
public record TokenSubject(String issuer, String subject) {}
