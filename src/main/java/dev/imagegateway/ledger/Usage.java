package dev.imagegateway.ledger;

/**
 * Sums of generations, and of what was answered from earlier ones.
 *
 * @param generations how many
 * @param settled how many of them were paid for
 * @param images how many images the upstream gave
 * @param credits what was spent
 * @param held what is still set aside
 * @param unknown how many may have been billed
 * @param reconciled of how many the vendor's books have told all
 * @param drift credits that our books have above the vendor's, over the reconciled ones; negative when below
 * @param reused how many answers an earlier generation gave
 * @param saved credits that these would have cost again
 */
public record Usage(
        long generations,
        long settled,
        long images,
        long credits,
        long held,
        long unknown,
        long reconciled,
        long drift,
        long reused,
        long saved) {

    /** Of no generation. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The sums of both together. */
    public Usage plus(Usage other) {
        return new Usage(
                Math.addExact(generations, other.generations),
                Math.addExact(settled, other.settled),
                Math.addExact(images, other.images),
                Math.addExact(credits, other.credits),
                Math.addExact(held, other.held),
                Math.addExact(unknown, other.unknown),
                Math.addExact(reconciled, other.reconciled),
                Math.addExact(drift, other.drift),
                Math.addExact(reused, other.reused),
                Math.addExact(saved, other.saved));
    }
}
