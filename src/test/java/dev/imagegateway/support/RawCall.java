package dev.imagegateway.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Bytes on a socket, for what no HTTP client would send. */
public final class RawCall {

    private RawCall() {}

    /** Sends it, says that this was all, and reads to the end, which is a reset where the server had not read all. */
    public static String send(int port, String bytes) {
        var heard = new ByteArrayOutputStream();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            write(socket, bytes);
            socket.getInputStream().transferTo(heard);
        } catch (SocketException e) {
            if (heard.size() == 0) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var answer = heard.toString(StandardCharsets.UTF_8);
        Exchanges.keep("raw", answer);
        return answer;
    }

    private static void write(Socket socket, String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
        } catch (IOException _) {
            // refused half-way: why is there to be read
        }
    }

    /** As {@link #send}, taken apart. The server has to close the connection. */
    public static Answer answer(int port, String bytes) {
        var parts = send(port, bytes).split("\r\n\r\n", 2);
        var lines = parts[0].split("\r\n", -1);
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            var header = lines[i].split(": ", 2);
            headers.putIfAbsent(header[0], header[1]);
        }
        var status = Integer.parseInt(lines[0].split(" ", 3)[1]);
        return new Answer(status, headers, body(parts[1], headers).getBytes(StandardCharsets.UTF_8));
    }

    /** Our server sends a problem in one chunk. */
    private static String body(String sent, Map<String, String> headers) {
        return headers.getOrDefault("Transfer-Encoding", "").equals("chunked")
                ? sent.substring(sent.indexOf("\r\n") + 2, sent.lastIndexOf("\r\n0\r\n"))
                : sent;
    }
}
