package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;

/** Why a database cannot be reached, by what a server or the network answers to the first packet. */
class PostgresReasonTests extends ConfigurationFixture {

    private static String refusedBy(CapturedOutput output, String url) {
        return refusal(
                output,
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=ledger",
                "--spring.datasource.password=" + TestKeys.CLIENT);
    }

    /** A server that answers each connection's first packet with these bytes and hangs up. */
    private static ServerSocket answering(Function<byte[], byte[]> answer) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write(answer.apply(packet(socket)));
                    socket.getOutputStream().flush();
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException _) {
                    // the driver hung up
                }
            }
        });
        return server;
    }

    private static byte[] packet(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var length = 0;
        for (int i = 0; i < 4; i++) {
            length = length << 8 | in.read();
        }
        return in.readNBytes(length - 4);
    }

    private static byte[] error(String state) {
        var fields = "SFATAL\0VFATAL\0C" + state + "\0Mthe server's own words\0\0";
        var length = fields.length() + 4;
        return ("E" + new String(new char[] {0, 0, (char) (length >> 8), (char) (length & 0xff)}) + fields)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, the user or its password is wrong; check SPRING_DATASOURCE_USERNAME",
        "3D000, there is no database books; create it",
        "28000, the server does not let this user in",
        "57P03, it is starting or stopping",
    })
    void serverSaysWhy(String state, String says, CapturedOutput output) throws IOException {
        try (var server = answering(_ -> error(state))) {
            var url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/books?sslmode=disable";

            assertThat(refusedBy(output, url)).contains("PostgreSQL cannot be reached: " + says);
        }
    }

    @Test
    void rootCertificateIsMissing(CapturedOutput output) throws IOException {
        // S: it speaks TLS
        try (var server = answering(_ -> new byte[] {'S'})) {
            var url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/books?sslmode=verify-full&sslrootcert="
                    + folder.resolve("root.crt");

            assertThat(refusedBy(output, url))
                    .contains("sslmode=verify-full needs the root certificate")
                    .contains("set sslrootcert=");
        }
    }

    @Test
    void serverHasNoTls(CapturedOutput output) throws IOException {
        try (var server = answering(_ -> new byte[] {'N'})) {
            var url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/books?sslmode=require";

            assertThat(refusedBy(output, url)).contains("if sslmode requires TLS, check that the server has it");
        }
    }

    @Test
    void hostIsUnknown(CapturedOutput output) {
        assertThat(refusedBy(output, "jdbc:postgresql://nowhere.invalid/books"))
                .contains("the host nowhere.invalid of SPRING_DATASOURCE_URL is unknown");
    }

    @Test
    void connectionIsRefused(CapturedOutput output) {
        assertThat(refusedBy(output, "jdbc:postgresql://127.0.0.1:1/books"))
                .contains("127.0.0.1:1 refuses connections; check that PostgreSQL runs there");
    }
}
