package dev.imagegateway.sdk;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One HTTP/1.1 message as it stands on the wire. HTTP libraries hide what clients differ in: the case and order of the
 * headers, the framing, the attempt to upgrade.
 *
 * @param startLine such as {@code POST /v1/images/generations HTTP/1.1}
 * @param headers the lines, as they were sent
 * @param body without chunks, if it came in such
 */
@SuppressWarnings("ArrayRecordComponent") // no two messages are ever compared
record WireMessage(String startLine, List<String> headers, byte[] body) {

    /** Empty when the other side has closed the connection instead of sending another one. */
    static Optional<WireMessage> read(InputStream in) throws IOException {
        var startLine = line(in);
        if (startLine.isEmpty()) {
            return Optional.empty();
        }
        var headers = new ArrayList<String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        var head = new WireMessage(startLine, List.copyOf(headers), new byte[0]);
        var length = head.header("Content-Length");
        var body = head.isChunked() ? chunks(in) : exactly(in, length.isEmpty() ? 0 : Integer.parseInt(length));
        return Optional.of(new WireMessage(startLine, head.headers, body));
    }

    /** Writes it as it came; chunks become one. */
    void write(OutputStream out) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(latin1(startLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n"));
        if (isChunked()) {
            bytes.writeBytes(latin1(Integer.toHexString(body.length) + "\r\n"));
            bytes.writeBytes(body);
            bytes.writeBytes(latin1("\r\n0\r\n\r\n"));
        } else {
            bytes.writeBytes(body);
        }
        bytes.writeTo(out);
        out.flush();
    }

    /** The header's value, empty if there is none. */
    String header(String name) {
        return headers.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Of an answer. */
    int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private boolean isChunked() {
        return header("Transfer-Encoding").equalsIgnoreCase("chunked");
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (var size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.writeBytes(exactly(in, size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(String.format(Locale.ROOT, "%d bytes of a body of %d", bytes.length, length));
        }
        return bytes;
    }

    /** Up to the line's end; empty at the stream's. */
    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
