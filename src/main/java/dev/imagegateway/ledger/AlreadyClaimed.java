package dev.imagegateway.ledger;

/**
 * The earlier request's generation answers this request.
 *
 * @param by how it was matched
 * @param generation its id
 * @param isOwn whether it belongs to the calling client; false while that is unknown
 * @param hasEnded whether it had ended
 */
public record AlreadyClaimed(MatchKind by, String generation, boolean isOwn, boolean hasEnded)
        implements EarlierClaim {}
