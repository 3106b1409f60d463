package dev.imagegateway.support;

import java.util.Base64;

/** The smallest real image: a PNG of one pixel. */
public final class TestPng {

    public static final String BASE64 =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private TestPng() {}

    /** Returns its bytes. */
    public static byte[] bytes() {
        return Base64.getDecoder().decode(BASE64);
    }
}
