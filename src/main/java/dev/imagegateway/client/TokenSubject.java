package dev.imagegateway.client;

/**
 * Who a token is of.
 *
 * @param issuer the value of {@code iss}
 * @param subject the value of the issuer's {@code client-claim}
 */
public record TokenSubject(String issuer, String subject) {}
