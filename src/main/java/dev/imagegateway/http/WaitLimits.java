package dev.imagegateway.http;

import java.time.Duration;

/** The total time that the server of one port waits for a caller: for the head, the body, and reading the response. */
record WaitLimits(Duration head, Duration body, Duration answer) {

    Duration of(SlowPart part) {
        return switch (part) {
            // the rest of a body is read only to deliver the response
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
