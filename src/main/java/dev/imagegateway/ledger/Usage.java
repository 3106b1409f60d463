package dev.imagegateway.ledger;

/**
 * Sums of generations, and of responses from earlier generations.
 *
 * @param generations number of generations
 * @param settled number of settled generations
 * @param images number of images that the upstream returned
 * @param credits credits spent
 * @param held credits on hold
 * @param unknown number of generations that may have been billed
 * @param reconciled number of generations for which the vendor's records are complete
 * @param drift credits by which the ledger exceeds the vendor's records, over the reconciled generations; may be
 *     negative
 * @param reused number of responses from earlier generations
 * @param saved credits that these responses would have cost
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

    /** No generations. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The sums of both. */
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
