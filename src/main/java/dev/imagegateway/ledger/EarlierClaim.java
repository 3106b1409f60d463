package dev.imagegateway.ledger;

/** An earlier request has claimed what this one would claim. Nothing was set aside for this one. */
public sealed interface EarlierClaim extends HoldDecision {

    /**
     * The earlier request's generation answers this one.
     *
     * @param by how it was found
     * @param generation its id
     * @param isOwn whether it belongs to the client that asks; false as long as that is not known
     * @param hasEnded whether it had ended
     */
    record AlreadyClaimed(MatchKind by, String generation, boolean isOwn, boolean hasEnded) implements EarlierClaim {}

    /** The caller's name for this request stands for a different request. */
    record KeyReused() implements EarlierClaim {}
}
