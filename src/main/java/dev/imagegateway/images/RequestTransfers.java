package dev.imagegateway.images;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** Reserves {@link TransferCapacity} for the current HTTP request, until its response is completely written. */
public final class RequestTransfers {

    /** The client of images that must be fetched although URLs were requested. No client has an empty id. */
    private static final String NO_CLIENT = "";
    /** The client of images that are served. No client's id has a space. */
    private static final String READERS = "all readers";

    /** Expected bytes per image. This model's images have 1 to 2 MB. */
    private static final long EXPECTED_IMAGE = 3L << 20;

    /** Bytes of an image that are buffered between the store and its reader. */
    private static final long PIECE = 256 << 10;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String RESERVATION = "image-transfer";

    private final TransferCapacity capacity;

    RequestTransfers(TransferCapacity capacity) {
        this.capacity = capacity;
    }

    /**
     * Reserves the expected size of images that a client may get as base64. Waits for room. If nothing else is reserved,
     * any number of images fits.
     *
     * @return {@code overloaded} if there was no room in time; otherwise empty
     */
    public Optional<Problem> reserve(String client, int images) {
        return reserve(client, images * EXPECTED_IMAGE, false)
                ? Optional.empty()
                : Optional.of(
                        overloaded("The gateway's capacity for transfers of images is taken; nothing was sent for this"
                                + " request. Try again later, or ask for response_format url."));
    }

    /**
     * Reserves what a kept image takes while it is served. That is a piece of it, however slow its reader is. Waits like
     * {@link #reserve(String, int)}.
     *
     * @param bytes the image's size
     */
    Optional<Problem> reserveForReader(long bytes) {
        return reserve(READERS, Math.min(bytes, PIECE), true)
                ? Optional.empty()
                : Optional.of(overloaded(
                        "The gateway sends as many images as it may at the same time. This one is kept: GET it"
                                + " again later."));
    }

    private static Problem overloaded(String detail) {
        return Problem.of(ProblemType.OVERLOADED, detail).retryAfter(RETRY_AFTER);
    }

    private boolean reserve(String client, long bytes, boolean isExact) {
        var reservation = new TransferReservation(client, bytes, isExact);
        if (!capacity.admit(reservation)) {
            return false;
        }
        var request = RequestContextHolder.currentRequestAttributes();
        request.setAttribute(RESERVATION, reservation, RequestAttributes.SCOPE_REQUEST);
        request.registerDestructionCallback(
                RESERVATION, () -> capacity.giveBack(reservation), RequestAttributes.SCOPE_REQUEST);
        return true;
    }

    /**
     * Returns the reservation of this request. A request for URLs has none. It gets one without a share of a client if an
     * image must be fetched all the same.
     *
     * @return empty if there is no room
     */
    Optional<TransferReservation> reservation(int images) {
        var reserved = reserved();
        return reserved.isPresent() || !reserve(NO_CLIENT, images * EXPECTED_IMAGE, false) ? reserved : reserved();
    }

    private static Optional<TransferReservation> reserved() {
        return Optional.ofNullable((TransferReservation) RequestContextHolder.currentRequestAttributes()
                .getAttribute(RESERVATION, RequestAttributes.SCOPE_REQUEST));
    }
}
