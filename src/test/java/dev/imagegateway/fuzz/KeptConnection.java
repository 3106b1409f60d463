package dev.imagegateway.fuzz;

import dev.imagegateway.support.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Bytes on a socket that is kept from one request to the next, for many of them in little time. One thread's. */
final class KeptConnection implements AutoCloseable {

    /** Of an answer in HTTP/0.9, which has none. */
    static final int WITHOUT_STATUS = 0;

    private static final String VERSION = "HTTP/1.1 ";

    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private @Nullable Wire wire;

    KeptConnection(int port) {
        this.port = port;
    }

    /** Sends what has to be one request, on a new connection if the last one was closed, and reads its answer. */
    Answer send(byte[] request) throws IOException {
        var reused = wire;
        if (reused != null) {
            try {
                return send(reused, request);
            } catch (HungUpException _) {
                close(); // while nobody was looking
            }
        }
        return send(open(), request);
    }

    /** Sends any bytes on a connection of their own, says that this was all, and reads every answer. */
    List<Answer> sendAll(byte[] bytes) throws IOException {
        try (var own = new Wire(port)) {
            own.write(bytes);
            own.socket.shutdownOutput();
            var answers = new ArrayList<Answer>();
            while (true) {
                try {
                    answers.add(own.readAnswer());
                } catch (HungUpException _) {
                    return answers;
                }
            }
        }
    }

    private Wire open() throws IOException {
        var opened = new Wire(port);
        wire = opened;
        return opened;
    }

    private Answer send(Wire wire, byte[] request) throws IOException {
        wire.write(request);
        var answer = wire.readAnswer();
        if (answer.header("Connection").equalsIgnoreCase("close")) {
            close();
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }

    /** The connection ended where an answer could have begun. */
    private static final class HungUpException extends IOException {}

    private static final class Wire implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Wire(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Passes over 100 Continue, which is no answer yet. In HTTP/0.9 an answer is a body and nothing else. */
        Answer readAnswer() throws IOException {
            while (true) {
                in.mark(VERSION.length());
                var begin = new String(in.readNBytes(VERSION.length()), StandardCharsets.ISO_8859_1);
                if (begin.isEmpty()) {
                    throw new HungUpException();
                }
                in.reset();
                if (!begin.equals(VERSION)) {
                    return new Answer(WITHOUT_STATUS, Map.of(), in.readAllBytes());
                }
                int status = Integer.parseInt(line().split(" ", 3)[1]);
                var headers = headers();
                if (status >= 200) {
                    return new Answer(status, headers, body(headers));
                }
            }
        }

        private Map<String, String> headers() throws IOException {
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (var line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
            return headers;
        }

        private byte[] body(Map<String, String> headers) throws IOException {
            var length = headers.get("Content-Length");
            if (length != null) {
                return exactly(Integer.parseInt(length));
            }
            return "chunked".equals(headers.get("Transfer-Encoding")) ? chunks() : in.readAllBytes();
        }

        private byte[] chunks() throws IOException {
            var body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.write(exactly(size));
                line();
            }
            line();
            return body.toByteArray();
        }

        private byte[] exactly(int length) throws IOException {
            var bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the answer broke off");
            }
            return bytes;
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("the answer broke off");
                }
                line.append((char) b);
            }
            return line.toString().stripTrailing();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
