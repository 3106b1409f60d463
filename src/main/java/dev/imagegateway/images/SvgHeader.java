package dev.imagegateway.images;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Recognises SVG by its first bytes, without an XML parser: a document type with declarations of its own, which could
 * define entities, is not recognised. The image is never decoded.
 *
 * @param width in pixels, as the root element states it; 0 if it does not
 * @param height in pixels, as the root element states it; 0 if it does not
 */
record SvgHeader(int width, int height) {

    /** Bytes in which the root element must be complete. */
    private static final int LONGEST = 4096;

    private static final int MAX_SIDE = 100_000;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Possessive, so that hostile bytes cost no time. */
    private static final Pattern ROOT = Pattern.compile(
            "\\A\\s*+(?:<\\?xml[^>]*+>\\s*+)?+(?:<!--(?:[^-]|-(?!->))*+-->\\s*+)*+(?:<!DOCTYPE\\s++svg[^>\\[]*+>\\s*+)?+"
                    + "(<svg(?=[\\s>/])[^>]*+>)");

    private static final Pattern WIDTH =
            Pattern.compile("\\swidth\\s*+=\\s*+[\"']\\s*+(\\d{1,6}+)(?:\\.\\d++)?+(?:px)?+\\s*+[\"']");
    private static final Pattern HEIGHT =
            Pattern.compile("\\sheight\\s*+=\\s*+[\"']\\s*+(\\d{1,6}+)(?:\\.\\d++)?+(?:px)?+\\s*+[\"']");
    private static final Pattern VIEW_BOX = Pattern.compile(
            "\\sviewBox\\s*+=\\s*+[\"']\\s*+[-\\d.]++[\\s,]++[-\\d.]++[\\s,]++(\\d{1,6}+)[\\d.]*+[\\s,]++(\\d{1,6}+)");

    /** Longer than any of the markers below. */
    private static final int OVERLAP = 64;

    /** Scripts, event handlers, and HTML inside a drawing. */
    private static final Pattern ACTIVE = Pattern.compile(
            "[<:](?:script|foreignobject|iframe|handler)\\b|\\son[a-z]++\\s*+=|javascript:", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a drawing to its end; empty if the bytes are no SVG, or one that could do something. The bytes are served
     * unchanged, so such a drawing cannot be cleaned.
     */
    static Optional<SvgHeader> read(InputStream in) throws IOException {
        var start = in.readNBytes(LONGEST);
        var header = start(new ByteArrayInputStream(start));
        return header.isEmpty() || isActive(start, in) ? Optional.empty() : header;
    }

    /** Searches in pieces that overlap, so that memory does not depend on the size. */
    private static boolean isActive(byte[] start, InputStream rest) throws IOException {
        var piece = new String(start, StandardCharsets.ISO_8859_1);
        while (true) {
            if (ACTIVE.matcher(piece).find()) {
                return true;
            }
            var next = rest.readNBytes(LONGEST);
            if (next.length == 0) {
                return false;
            }
            piece = piece.substring(Math.max(0, piece.length() - OVERLAP))
                    + new String(next, StandardCharsets.ISO_8859_1);
        }
    }

    /** Reads the root element; empty if the bytes are no SVG. */
    static Optional<SvgHeader> start(InputStream in) throws IOException {
        var bytes = in.readNBytes(LONGEST);
        var start = bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
        var root = ROOT.matcher(new String(bytes, start, bytes.length - start, StandardCharsets.ISO_8859_1));
        return root.find() ? Optional.of(of(root.group(1))) : Optional.empty();
    }

    private static SvgHeader of(String root) {
        var width = WIDTH.matcher(root);
        var height = HEIGHT.matcher(root);
        if (width.find() && height.find()) {
            return new SvgHeader(side(width, 1), side(height, 1));
        }
        var box = VIEW_BOX.matcher(root);
        return box.find() ? new SvgHeader(side(box, 1), side(box, 2)) : new SvgHeader(0, 0);
    }

    private static int side(MatchResult found, int group) {
        return Math.min(MAX_SIDE, Integer.parseInt(found.group(group)));
    }
}
