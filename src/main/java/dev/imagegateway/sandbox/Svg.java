package dev.imagegateway.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes a small vector image. */
final class Svg {

    private Svg() {}

    static byte[] encode(int width, int height, int colour) {
        String sides = " width=\"" + width + "\" height=\"" + height + "\"";
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + sides + "><rect" + sides + " fill=\"" + hex(colour)
                + "\"/><circle cx=\"" + width / 2 + "\" cy=\"" + height / 3 + "\" r=\"" + height / 5 + "\" fill=\""
                + hex(colour == 0 ? 0 : ~colour) + "\"/></svg>\n";
        return svg.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(int colour) {
        return "#" + HexFormat.of().toHexDigits(colour, 6);
    }
}
