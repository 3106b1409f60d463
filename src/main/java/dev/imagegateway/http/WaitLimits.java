package dev.imagegateway.http;

import java.time.Duration;

/** For how long the server waits for a caller on one port, in all: for the head, the body and the reading of an answer. */
record WaitLimits(Duration head, Duration body, Duration answer) {

    Duration of(SlowPart part) {
        return switch (part) {
            // the rest of a body is read for the answer's sake alone
            case HEAD, UNREAD_BODY -> head;
            case BODY -> body;
            case ANSWER -> answer;
        };
    }

    Duration shortest() {
        var shorter = head.compareTo(body) < 0 ? head : body;
        return shorter.compareTo(answer) < 0 ? shorter : answer;
    }
}
