package dev.imagegateway.ledger;

/**
 * The generation of an earlier try. Only one try of each number can adopt it.
 *
 * @param generation its id
 * @param done whether it has ended
 * @param failed whether it failed unbilled. It then answers no request, and the retry gets a new generation.
 */
record Adoption(String generation, boolean done, boolean failed) {}
