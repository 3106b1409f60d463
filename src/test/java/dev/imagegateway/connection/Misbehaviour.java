package dev.imagegateway.connection;

import dev.imagegateway.support.RightAnswer;
import java.util.function.Function;

/**
 * What an upstream may do with the first of two requests; it answers every other request as it should.
 *
 * @param name of the case
 * @param now the bytes that answer the request
 * @param later the bytes that follow when the second client has asked
 * @param asked when that is: as soon as it waits for a connection, or when the upstream has read its request
 * @param ends whether the upstream closes the connection after the last of these bytes
 * @param first what the first client gets for its POST; the second client always gets its own image
 * @param fetched what the first client gets if it is the image host that does this to its first GET; the second client
 *     always gets its own image
 */
record Misbehaviour(
        String name,
        Function<RightAnswer, String> now,
        Function<RightAnswer, String> later,
        Asked asked,
        boolean ends,
        Gets first,
        Gets fetched) {

    enum Asked {
        WAITS,
        IS_READ
    }

    enum Gets {
        /** The client's own image. */
        OWN,
        /** {@code outcome-unknown}. */
        UNKNOWN,
        /** {@code result-lost}. */
        LOST
    }

    /** The first client's answer is fine, and so is everything else. */
    static Misbehaviour of(String name, Function<RightAnswer, String> now) {
        return new Misbehaviour(name, now, _ -> "", Asked.WAITS, false, Gets.OWN, Gets.OWN);
    }

    Misbehaviour later(Asked when, Function<RightAnswer, String> bytes) {
        return new Misbehaviour(name, now, bytes, when, ends, first, fetched);
    }

    Misbehaviour andEnds() {
        return new Misbehaviour(name, now, later, asked, true, first, fetched);
    }

    /** The first POST's outcome is unknown; a GET is made again. */
    Misbehaviour firstUnknown() {
        return new Misbehaviour(name, now, later, asked, ends, Gets.UNKNOWN, fetched);
    }

    /** An answer to a GET for which no other is asked. */
    Misbehaviour fetchLost() {
        return new Misbehaviour(name, now, later, asked, ends, first, Gets.LOST);
    }

    @Override
    public String toString() {
        return name;
    }
}
