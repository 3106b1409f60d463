package dev.imagegateway.ledger;

/**
 * The generation of an earlier request that answers this request.
 *
 * @param by how it was matched
 * @param generation its id
 * @param isOwn whether it is known to belong to the calling client
 * @param hasEnded whether it had ended
 */
public record EarlierMatch(MatchKind by, String generation, boolean isOwn, boolean hasEnded) implements EarlierClaim {}
