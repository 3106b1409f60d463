package dev.imagegateway.ledger;

/** An earlier request has made a claim that this request needs. No credits were held for this request. */
public sealed interface EarlierClaim extends HoldDecision {

    /**
     * The earlier request's generation answers this request.
     *
     * @param by how it was matched
     * @param generation its id
     * @param isOwn whether it belongs to the calling client; false while that is unknown
     * @param hasEnded whether it had ended
     */
    record AlreadyClaimed(MatchKind by, String generation, boolean isOwn, boolean hasEnded) implements EarlierClaim {}

    /** The caller's key belongs to a different request. */
    record KeyReused() implements EarlierClaim {}
}
