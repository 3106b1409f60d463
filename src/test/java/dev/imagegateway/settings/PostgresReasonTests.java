package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Program;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.process.PostgresServer;
import dev.imagegateway.support.process.PostgresServer.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
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

    /** In a process of its own, because the start of the server writes to this one's output. */
    private static String refusedByServer(Database database) {
        var environment = new HashMap<>(database.environment());
        environment.put("AIML_API_KEY", TestKeys.UPSTREAM);
        environment.put("GATEWAY_CLIENTS_0_ID", "team-a");
        environment.put("GATEWAY_CLIENTS_0_KEYHASHES", Gateway.sha256(TestKeys.CLIENT));
        return onlyComplaint(Program.run(environment).output());
    }

    @Test
    void realServerHasNoSuchDatabase() {
        var database = PostgresServer.shared().newDatabase();
        var url = database.url().replaceFirst("/[^/]*$", "/nowhere");

        assertThat(refusedByServer(new Database(url, database.user(), database.password())))
                .contains("there is no database nowhere; create it");
    }

    @Test
    void userMayNotCreateTables() throws SQLException {
        var database = PostgresServer.shared().newDatabase();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE reader LOGIN PASSWORD '" + PostgresServer.PASSWORD + "'");
        }

        assertThat(refusedByServer(new Database(database.url(), "reader", PostgresServer.PASSWORD)))
                .contains("PostgreSQL user may not create or change tables");
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
