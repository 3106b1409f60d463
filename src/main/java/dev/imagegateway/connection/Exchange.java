package dev.imagegateway.connection;

import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The state of one connection: the request that it carries and how much of the answer is due. Its event loop owns it. */
final class Exchange {

    /** Far above what servers send, which is one or two; a constant, because no answer depends on it. */
    private static final int MAX_INTERIM_ANSWERS = 32;

    private enum State {
        /** No request is under way. */
        IDLE,
        /** A request is being written, or its answer is due. */
        OPEN,
        /** The connection will be closed, and nothing more is read from it or written to it. */
        SPENT
    }

    private State state = State.IDLE;
    private boolean head;
    private boolean carriedAnId;
    private int interimAnswers;
    private @Nullable String requestId;
    private @Nullable ChannelPromise written;

    /** False if the connection is in no state to carry another request. */
    boolean begin(HttpRequest request) {
        if (state != State.IDLE) {
            return false;
        }
        state = State.OPEN;
        head = HttpMethod.HEAD.equals(request.method());
        interimAnswers = 0;
        requestId = request.headers().get(ExchangeGuard.REQUEST_ID);
        carriedAnId |= requestId != null;
        written = null;
        return true;
    }

    /** @param last done when the last byte of the request has been given to the kernel */
    void lastWrite(ChannelPromise last) {
        written = last;
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    boolean isSpent() {
        return state == State.SPENT;
    }

    boolean isWritten() {
        return written != null && written.isSuccess();
    }

    boolean isHead() {
        return head;
    }

    /** Counts an interim answer; false if there have been too many. */
    boolean takesInterimAnswer() {
        interimAnswers++;
        return interimAnswers <= MAX_INTERIM_ANSWERS;
    }

    /**
     * Whether the answer names another request than the one that was sent. An id from a peer that was never sent one
     * means nothing.
     */
    boolean isForeign(HttpResponse answer) {
        var id = answer.headers().get(ExchangeGuard.REQUEST_ID);
        return id != null && carriedAnId && !id.equals(requestId);
    }

    /** Whether the answer names the request that was sent. */
    boolean isTied(HttpResponse answer) {
        return requestId != null && requestId.equals(answer.headers().get(ExchangeGuard.REQUEST_ID));
    }

    /** The answer is complete. */
    void end() {
        state = State.IDLE;
    }

    void spend() {
        state = State.SPENT;
    }
}
