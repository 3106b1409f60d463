package dev.imagegateway.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What other tests take on trust: that this server can be hurt, and comes back where it was. */
class RedisServerTests {

    @Test
    void forgetsWhatIsFlushedAndWhatItHadWhenItWasKilled() {
        try (var server = RedisServer.start()) {
            assertThat(server.call("SET note one")).isEqualTo("+OK");
            assertThat(server.call("EXISTS note")).isEqualTo(":1");
            server.flush();
            assertThat(server.call("EXISTS note")).isEqualTo(":0");

            server.call("SET note two");
            server.kill();
            server.restart();
            assertThat(server.call("EXISTS note")).isEqualTo(":0");
        }
    }

    @Test
    void pausedServerAnswersNothingAndThenGoesOn() throws IOException {
        try (var server = RedisServer.start();
                var socket = connect(server)) {
            assertThat(ping(socket)).isEqualTo("+PONG");
            socket.setSoTimeout(1_000);
            server.pause();

            assertThatThrownBy(() -> ping(socket)).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> server.call("PING")).hasCauseInstanceOf(SocketTimeoutException.class);

            server.resume();

            socket.setSoTimeout(30_000);
            assertThat(line(socket)).as("the answer that was owed").isEqualTo("+PONG");
            assertThat(server.call("PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void killedServerComesBackOnTheSamePort() throws IOException {
        try (var server = RedisServer.start()) {
            var url = server.url();
            assertThat(url).isEqualTo("redis://127.0.0.1:" + server.port());
            try (var socket = connect(server)) {
                assertThat(ping(socket)).isEqualTo("+PONG");

                server.kill();

                assertThatThrownBy(() -> ping(socket)).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);

            server.restart();

            assertThat(server.url()).isEqualTo(url);
            try (var socket = connect(server)) {
                assertThat(ping(socket)).isEqualTo("+PONG");
            }
        }
    }

    @Test
    void passwordLetsInThroughTheUrlAndNobodyElse() throws IOException {
        try (var server = RedisServer.startWithPassword();
                var socket = connect(server)) {
            assertThat(ping(socket)).startsWith("-NOAUTH");
            assertThat(server.call("PING")).isEqualTo("+PONG");
            assertThat(server.url()).isEqualTo("redis://:" + RedisServer.PASSWORD + "@127.0.0.1:" + server.port());

            server.pause();
            server.kill();
            server.restart();

            assertThat(server.call("PING")).isEqualTo("+PONG");
            assertThat(server.log()).doesNotContain(RedisServer.PASSWORD);
        }
    }

    @Test
    void stopsInWhateverStateItIs() {
        var paused = RedisServer.start();
        var killed = RedisServer.start();
        try (var other = RedisServer.start()) {
            paused.pause();
            killed.kill();

            paused.close();
            killed.close();

            paused.close();
            assertThat(other.call("PING")).as("the others live on").isEqualTo("+PONG");
        }
    }

    private static Socket connect(RedisServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static String ping(Socket socket) throws IOException {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
        return line(socket);
    }

    private static String line(Socket socket) throws IOException {
        var line =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("it hung up");
        }
        return line;
    }
}
