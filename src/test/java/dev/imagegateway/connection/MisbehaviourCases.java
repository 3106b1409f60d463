package dev.imagegateway.connection;

import static dev.imagegateway.support.RightAnswer.END;

import dev.imagegateway.connection.Misbehaviour.Asked;
import dev.imagegateway.support.RightAnswer;
import java.util.stream.Stream;

/** Everything that an upstream is known to do wrong on a connection, or oddly but by the rules. */
final class MisbehaviourCases {

    private static final String OK = "HTTP/1.1 200 OK";
    private static final String EARLY_HINTS = "HTTP/1.1 103 Early Hints" + END + "Link: </a.css>" + END + END;

    private MisbehaviourCases() {}

    static Stream<Misbehaviour> all() {
        return Stream.of(interim(), surplus(), framing(), broken()).flatMap(cases -> cases);
    }

    private static Stream<Misbehaviour> interim() {
        return Stream.of(
                Misbehaviour.of("100, then the answer", _ -> "HTTP/1.1 100 Continue" + END + END)
                        .later(Asked.WAITS, RightAnswer::whole),
                Misbehaviour.of("102, then the answer", _ -> "HTTP/1.1 102 Processing" + END + END)
                        .later(Asked.WAITS, RightAnswer::whole),
                Misbehaviour.of("103, then the answer", _ -> EARLY_HINTS).later(Asked.WAITS, RightAnswer::whole),
                Misbehaviour.of("five times 103, then the answer", _ -> EARLY_HINTS.repeat(4))
                        .later(Asked.WAITS, right -> EARLY_HINTS + right.whole()),
                Misbehaviour.of("103 and the answer in one packet", right -> EARLY_HINTS + right.whole()),
                Misbehaviour.of("103 a thousand times", right -> EARLY_HINTS.repeat(1000) + right.whole())
                        .firstUnknown(),
                Misbehaviour.of(
                                "101, then the answer",
                                _ -> "HTTP/1.1 101 Switching Protocols" + END + "Upgrade: h2c" + END
                                        + "Connection: Upgrade" + END + END)
                        .later(Asked.WAITS, RightAnswer::whole)
                        .firstUnknown());
    }

    private static Stream<Misbehaviour> surplus() {
        return Stream.of(
                Misbehaviour.of("two answers in one packet", right -> right.whole() + right.whole()),
                Misbehaviour.of("a second answer, later", RightAnswer::whole).later(Asked.IS_READ, RightAnswer::whole),
                Misbehaviour.of("a second answer, later, none with the request's id", right -> right.with(OK, ""))
                        .later(Asked.IS_READ, right -> right.with(OK, "")),
                Misbehaviour.of("a second answer without an id, later", RightAnswer::whole)
                        .later(Asked.IS_READ, right -> right.with(OK, "")),
                Misbehaviour.of("a refusal without an id, later", RightAnswer::whole)
                        .later(
                                Asked.IS_READ,
                                _ -> "HTTP/1.1 429 Too Many Requests" + END + "Server: cloudflare" + END + "CF-RAY: 1"
                                        + END + "Content-Type: text/plain" + END + "Content-Length: 16" + END + END
                                        + "error code: 1015"),
                Misbehaviour.of("bytes after the length", right -> right.whole() + "surplus"),
                Misbehaviour.of("bytes after the length, later", RightAnswer::whole)
                        .later(Asked.IS_READ, _ -> "surplus"),
                Misbehaviour.of("half an answer after the length", right -> right.whole() + right.cut())
                        .later(Asked.IS_READ, RightAnswer::rest),
                Misbehaviour.of("bytes after the last chunk", right -> right.chunked(OK, right.id()) + "surplus"),
                Misbehaviour.of("204 with a body", right -> right.with("HTTP/1.1 204 No Content", right.id()))
                        .firstUnknown(),
                Misbehaviour.of(
                                "204 with a body, later",
                                right -> "HTTP/1.1 204 No Content" + END + right.id() + "Content-Length: "
                                        + right.body().length() + END + END)
                        .later(Asked.IS_READ, RightAnswer::body)
                        .firstUnknown(),
                Misbehaviour.of("205 with a body", right -> right.with("HTTP/1.1 205 Reset Content", right.id())),
                Misbehaviour.of("304 with a body", right -> right.with("HTTP/1.1 304 Not Modified", right.id()))
                        .firstUnknown()
                        .fetchLost());
    }

    private static Stream<Misbehaviour> framing() {
        return Stream.of(
                Misbehaviour.of(
                                "both a length and chunks",
                                right -> right.chunked(OK, right.id() + "Content-Length: 3" + END))
                        .firstUnknown(),
                Misbehaviour.of("two lengths", right -> right.with(OK, right.id() + "Content-Length: 3" + END))
                        .firstUnknown(),
                Misbehaviour.of("no length", right -> OK + END + right.id() + END + right.body())
                        .andEnds(),
                Misbehaviour.of("Connection: close", right -> right.with(OK, right.id() + "Connection: close" + END)),
                Misbehaviour.of("HTTP/1.0", right -> right.with("HTTP/1.0 200 OK", right.id())),
                Misbehaviour.of(
                        "HTTP/1.0, kept alive",
                        right -> right.with("HTTP/1.0 200 OK", right.id() + "Connection: keep-alive" + END)),
                Misbehaviour.of("HTTP/1.0 without a length", right -> "HTTP/1.0 200 OK" + END + END + right.body())
                        .andEnds());
    }

    private static Stream<Misbehaviour> broken() {
        return Stream.of(
                Misbehaviour.of(
                                "chunks that end too soon",
                                right ->
                                        OK + END + "Transfer-Encoding: chunked" + END + END + "ff" + END + right.body())
                        .andEnds()
                        .firstUnknown(),
                Misbehaviour.of(
                                "a chunk of no size",
                                right ->
                                        OK + END + "Transfer-Encoding: chunked" + END + END + "zz" + END + right.body())
                        .firstUnknown(),
                Misbehaviour.of("a body that ends too soon", RightAnswer::cut)
                        .andEnds()
                        .firstUnknown(),
                Misbehaviour.of("a body that stops", RightAnswer::cut)
                        .later(Asked.IS_READ, RightAnswer::rest)
                        .firstUnknown(),
                Misbehaviour.of(
                                "a body beyond the limit",
                                right -> OK + END + right.id() + "Content-Length: 30000" + END + END
                                        + right.body()
                                        + "x".repeat(20_000))
                        .later(Asked.IS_READ, right -> right.whole().repeat(2))
                        .firstUnknown()
                        .fetchLost(),
                Misbehaviour.of(
                                "an answer to another request",
                                right -> right.with(OK, "x-client-request-id: another.1" + END))
                        .firstUnknown());
    }
}
