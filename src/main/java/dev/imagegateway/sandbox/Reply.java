package dev.imagegateway.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A response, and how it is transmitted. */
record Reply(int status, Map<String, String> headers, ByteBuf body, Wire wire) {

    static final String JSON = "application/json; charset=utf-8";

    static Reply json(int status, JsonNode body) {
        return of(status, JSON, Json.MAPPER.writeValueAsBytes(body));
    }

    static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of("Content-Type", contentType), Unpooled.wrappedBuffer(body), new Wire.Whole());
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), Unpooled.EMPTY_BUFFER, new Wire.Whole());
    }

    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body, wire);
    }

    Reply with(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(others);
        return new Reply(status, more, body, wire);
    }

    Reply without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(name);
        return new Reply(status, fewer, body, wire);
    }

    Reply withStatus(int other) {
        return new Reply(other, headers, body, wire);
    }

    Reply over(Wire other) {
        return new Reply(status, headers, body, other);
    }
}
