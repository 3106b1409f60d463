package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.ImageGatewayApplication;
import dev.imagegateway.container.Chart.Rendered;
import dev.imagegateway.support.process.PostgresServer;
import dev.imagegateway.support.process.PostgresServer.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The gateway finds its database and its login where the chart puts them. */
class ChartPostgresTests {

    @Test
    void theBooksAreInTheChartsDatabase(@TempDir Path folder) throws Exception {
        var database = PostgresServer.shared().newDatabase();
        var rendered = Chart.render(Chart.SMALLEST + """
                database: {url: "%s", existingSecret: books}
                images: {store: none}
                """.formatted(database.url()));
        var settings = Files.createDirectory(folder.resolve("settings"));
        Files.writeString(
                settings.resolve("application.yaml"),
                rendered.only("ConfigMap").at("/data/application.yaml").asString());
        var clients = Files.writeString(
                settings.resolve("clients.yaml"),
                rendered.only("ConfigMap").at("/data/clients.yaml").asString());
        mount(rendered, Map.of("username", database.user(), "password", database.password() + "\n"), folder);

        try (var _ = new SpringApplicationBuilder(ImageGatewayApplication.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.config.additional-location=file:" + settings + "/",
                        "--gateway.clients-file=" + clients,
                        "--spring.config.import=configtree:" + folder.resolve("database") + "/",
                        "--AIML_API_KEY=upstream-key-of-the-chart-tests")) {
            assertThat(processesIn(database)).isOne();
        }
    }

    /** The Secret's entries, each under the name that the pod gives it. */
    private static void mount(Rendered rendered, Map<String, String> secret, Path folder) throws IOException {
        var mounted = Files.createDirectory(folder.resolve("database"));
        var volume = Rendered.named("database", rendered.pod().path("volumes"));
        for (var item : volume.at("/secret/items")) {
            Files.writeString(
                    mounted.resolve(item.path("path").asString()),
                    secret.get(item.path("key").asString()));
        }
    }

    private static int processesIn(Database database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM owner")) {
            row.next();
            return row.getInt(1);
        }
    }
}
