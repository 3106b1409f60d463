package dev.imagegateway.ledger;

/**
 * An earlier try's generation, which this try and no other of its number takes over.
 *
 * @param generation its id
 * @param done whether it has ended
 * @param failed whether nothing was billed for it, so that it answers nobody and the next try begins anew
 */
public record Adoption(String generation, boolean done, boolean failed) {}
