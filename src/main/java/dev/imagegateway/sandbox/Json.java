package dev.imagegateway.sandbox;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON like a JavaScript server, as the vendor's is. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final BigDecimal CREDITS_PER_USD = BigDecimal.valueOf(2_000_000);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** {@code Date.toISOString()}: always three digits of milliseconds. */
    static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    /** 2,000,000 credits are exactly 1 USD. */
    static BigDecimal usd(long credits) {
        return BigDecimal.valueOf(credits).divide(CREDITS_PER_USD).stripTrailingZeros();
    }

    /**
     * {@code Number.prototype.toString()} of an integer below 1e21: the shortest digits that identify the double,
     * followed by zeros. A 64-bit seed loses its last digits this way, as the seeds in the vendor's examples have.
     */
    static BigInteger roundedInteger(double value) {
        return new BigDecimal(Double.toString(value)).toBigInteger();
    }
}
