package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.process.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * A gateway with three clients and an admin: {@code team-a} of the usual keys, {@code team-b}, {@code team-c} with a
 * budget of two images a day, and {@code boss}. Behind it are a sandbox, and a store that a test can reach into.
 */
public record GatewayWithClients(RunningSandbox server, Sandbox sandbox, Gateway gateway, Store store)
        implements AutoCloseable {

    /** Where the books are. */
    public record Store(String url, String user, String password) {

        public static Store sqlite() {
            return new Store("jdbc:sqlite:" + DataFolders.fresh() + "/ledger.db", "", "");
        }

        public static Store postgres(PostgresServer server) {
            var database = server.newDatabase();
            return new Store(database.url(), database.user(), database.password());
        }

        private Stream<String> settings() {
            return url.startsWith("jdbc:sqlite:")
                    ? Stream.of("--gateway.ledger.directory="
                            + url.substring("jdbc:sqlite:".length(), url.length() - "/ledger.db".length()))
                    : Stream.of(
                            "--spring.datasource.url=" + url,
                            "--spring.datasource.username=" + user,
                            "--spring.datasource.password=" + password);
        }
    }

    public static GatewayWithClients open(Store store, String... settings) {
        var server = RunningSandbox.start();
        var all = Stream.of(
                        Stream.of(
                                "--gateway.ledger.metrics-interval=200ms",
                                "--gateway.budget.credits-per-month=1000000000",
                                "--gateway.clients[0].budget.credits-per-hour=500000000",
                                "--gateway.clients[0].budget.credits-per-month=900000000",
                                "--gateway.clients[2].budget.credits-per-day=200000",
                                "--gateway.clients[3].roles[0]=admin"),
                        client(1, "team-b", TestKeys.TEAM_B),
                        client(2, "team-c", TestKeys.TEAM_C),
                        client(3, "boss", TestKeys.ADMIN),
                        store.settings(),
                        Stream.of(settings))
                .flatMap(some -> some)
                .toArray(String[]::new);
        return new GatewayWithClients(server, server.sandbox(), Gateway.start(server.url(), all), store);
    }

    private static Stream<String> client(int index, String id, String key) {
        var at = "--gateway.clients[" + index + "].";
        return Stream.of(at + "id=" + id, at + "key-hashes[0]=" + Gateway.sha256(key));
    }

    public Answer get(String key, String path) {
        return gateway.send(gateway.to(path).header("Authorization", "Bearer " + key));
    }

    /** An image for a user of a client. */
    public Answer generate(String key, String user) {
        return gateway.send(gateway.generation(body(user)).setHeader("Authorization", "Bearer " + key));
    }

    public static String body(String user) {
        return "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"user\":" + quoted(user) + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Changes the books behind the gateway's back. */
    public void write(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connect() throws SQLException {
        return store.user().isEmpty()
                ? DriverManager.getConnection(store.url())
                : DriverManager.getConnection(store.url(), store.user(), store.password());
    }

    /** That a good answer is what the API document says, and is kept by no cache. */
    public void assertOfSchema(String schema, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(ApiDocument.schema(ApiDocument.of(gateway), schema).validate(answer.json()))
                .isEmpty();
    }

    /** One member of each element of {@code data}, in order. */
    public static List<String> each(Answer list, String member) {
        return StreamSupport.stream(list.json().path("data").spliterator(), false)
                .map(element -> element.path(member))
                .map(JsonNode::asString)
                .toList();
    }

    @Override
    public void close() {
        gateway.close();
        server.close();
    }
}
