package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.ImageGatewayApplication;
import dev.imagegateway.support.CertificateAuthority;
import dev.imagegateway.support.process.PostgresServer;
import dev.imagegateway.support.process.PostgresServer.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The gateway finds its database, its login and the CA of its certificate where the chart puts them. */
class ChartPostgresTests {

    /** As in the example postgres-valkey-s3.yaml. */
    @Test
    void theBooksAreInTheChartsDatabaseAndItsCertificateIsVerified(@TempDir Path certificates, @TempDir Path folder)
            throws Exception {
        new CertificateAuthority(certificates, "ca").issue("server", "any").forEach(setting -> {});
        try (var server = PostgresServer.own()) {
            var database = server.newDatabase();
            useTls(database, certificates);
            var pod = MountedPod.in(
                    folder,
                    Chart.render(Chart.SMALLEST + """
                            database:
                              url: "%s?sslmode=verify-full&sslrootcert=/run/ca/ca.crt"
                              existingSecret: books
                            images: {store: none}
                            extraVolumes: [{name: ca, configMap: {name: company-ca}}]
                            extraVolumeMounts: [{name: ca, mountPath: /run/ca, readOnly: true}]
                            """.formatted(database.url())),
                    Map.of(
                            "username", database.user(),
                            "password", database.password() + "\n",
                            "ca.crt", Files.readString(certificates.resolve("ca.crt"))));

            try (var _ = new SpringApplicationBuilder(ImageGatewayApplication.class)
                    .environment(pod.asEnvironment())
                    .run("--server.port=0", "--management.server.port=0")) {
                assertThat(number(database, "SELECT count(*) FROM owner")).isOne();
                assertThat(number(database, """
                                SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                                WHERE ssl AND datname = current_database() AND pid <> pg_backend_pid()
                                """)).isPositive();
            }
        }
    }

    /** The server itself writes the files, because its process may have another user or be in a container. */
    private static void useTls(Database database, Path certificates) throws SQLException, IOException {
        try (var connection = database.connect()) {
            for (var file : new String[] {"server.key", "server.crt"}) {
                execute(
                        connection,
                        "COPY (SELECT '%s') TO PROGRAM 'umask 077; base64 -d > %s'"
                                .formatted(
                                        Base64.getEncoder()
                                                .encodeToString(Files.readAllBytes(certificates.resolve(file))),
                                        file));
            }
            execute(connection, "ALTER SYSTEM SET ssl = on");
            execute(connection, "SELECT pg_reload_conf()");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Database database, String query) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
