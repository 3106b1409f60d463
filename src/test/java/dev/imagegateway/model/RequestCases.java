package dev.imagegateway.model;

import java.util.stream.Stream;

/** Bodies, and what becomes of each. */
public final class RequestCases {

    private RequestCases() {}

    /** All of them. */
    public static Stream<RequestCase> all() {
        return Stream.of(FieldCases.all(), SizeCases.all(), BodyCases.all()).flatMap(cases -> cases);
    }
}
