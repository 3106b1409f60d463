package dev.imagegateway.support;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** What a caller saw of one request. */
public sealed interface Call {

    /** The answer arrived whole, whatever its status. */
    record Answered(Answer answer) implements Call {}

    /** No connection, a broken one, or no answer in time. Whether the gateway ever saw the request is not known. */
    record Broken(IOException cause) implements Call {}

    default boolean succeeded() {
        return this instanceof Answered answered && answered.answer().status() == 200;
    }

    /** {@code X-Generation-Id}, where an answer has it. */
    default Optional<String> generation() {
        return header("X-Generation-Id");
    }

    /** {@code X-Credits-Used}, where an answer has it. */
    default OptionalLong credits() {
        return header("X-Credits-Used").stream().mapToLong(Long::parseLong).findFirst();
    }

    private Optional<String> header(String name) {
        return this instanceof Answered answered
                ? Optional.ofNullable(answered.answer().headers().get(name))
                : Optional.empty();
    }
}
