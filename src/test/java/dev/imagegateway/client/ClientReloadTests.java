package dev.imagegateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Clients that come, go and change while the gateway runs. */
@ExtendWith({Suite.class, OutputCaptureExtension.class})
class ClientReloadTests {

    @TempDir
    private Path folder;

    private Gateway gateway;

    @BeforeEach
    void start(Sandbox sandbox) throws IOException {
        write(client("team-b", TestKeys.TEAM_B, ""));
        gateway = Gateway.start(sandbox.url(), "--gateway.clients-file=" + file(), "--gateway.clients-refresh=100ms");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Path file() {
        return folder.resolve("clients.yaml");
    }

    private static String client(String id, String key, String more) {
        return "  - id: " + id + "\n    key-hashes: " + Gateway.sha256(key) + "\n" + more;
    }

    /** In one step, as whoever mounts files does it. */
    private void write(String clients) throws IOException {
        replace("gateway:\n  clients:\n" + clients);
    }

    private void replace(String content) throws IOException {
        var next = Files.writeString(folder.resolve("next"), content);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private int status(String key) {
        return gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + key))
                .status();
    }

    private double reloads(String outcome) {
        return gateway.metric("image_gateway_clients_reload_total", "outcome=\"" + outcome + "\"");
    }

    private boolean isRefused() {
        return gateway.metric("image_gateway_clients_refused") == 1;
    }

    @Test
    void clientsComeAndGoBesideThoseThatAreConfiguredElsewhere(CapturedOutput output) throws IOException {
        assertThat(status(TestKeys.CLIENT)).isEqualTo(200);
        assertThat(status(TestKeys.TEAM_B)).isEqualTo(200);
        assertThat(status(TestKeys.TEAM_C)).isEqualTo(401);

        write(client("team-c", TestKeys.TEAM_C, ""));

        await().until(() -> status(TestKeys.TEAM_C) == 200);
        assertThat(status(TestKeys.TEAM_B)).isEqualTo(401);
        assertThat(status(TestKeys.CLIENT)).isEqualTo(200);
        // clients change first, and then it is told
        await().until(() -> reloads("applied") == 1);
        await().untilAsserted(() ->
                assertThat(output).contains(": clients-reloaded added=\"[team-c]\" removed=\"[team-b]\""));
    }

    @Test
    void keysAreRotated(CapturedOutput output) throws IOException {
        write(client("team-b", TestKeys.TEAM_C, ""));

        await().until(() -> status(TestKeys.TEAM_C) == 200);
        assertThat(status(TestKeys.TEAM_B)).isEqualTo(401);
        await().untilAsserted(() -> assertThat(output).contains(" changed=\"[team-b]\""));
    }

    @Test
    void limitsBudgetsAndModelsChange() throws IOException {
        write(client(
                "team-b",
                TestKeys.TEAM_B,
                "    models: []\n    limits: {requests-per-minute: 1, requests-burst: 4}\n"));

        await().until(() -> reloads("applied") == 1);
        var answer =
                gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));
        assertThat(answer.problem()).isEqualTo("forbidden");
        assertThat(IntStream.range(0, 5).map(_ -> status(TestKeys.TEAM_B))).contains(429);

        write(client("team-b", TestKeys.TEAM_B, "    budget: {credits-per-month: 1}\n"));

        await().until(() -> reloads("applied") == 2);
        await().until(() -> status(TestKeys.TEAM_B) == 200);
        assertThat(gateway.send(gateway.generation(Gateway.A_CAT)
                                .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B))
                        .problem())
                .isEqualTo("budget-exhausted");
    }

    @Test
    void theFileMayHaveADefaultOfItsOwn() throws IOException {
        replace("gateway:\n  limits: {requests-per-minute: 77}\n  clients:\n" + client("team-b", TestKeys.TEAM_B, ""));

        await().until(() -> gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + TestKeys.TEAM_B))
                .header("RateLimit-Policy")
                .equals("\"requests\";q=77;w=60"));
        assertThat(gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + TestKeys.CLIENT))
                        .header("RateLimit-Policy"))
                .isEqualTo("\"requests\";q=10000000;w=60");
    }

    @Test
    void badFileIsRefusedAndTheOldOneStays(CapturedOutput output) throws IOException {
        var faults = new String[][] {
            {"gateway: [", "it is not valid YAML"},
            {"gateway:\n  upstream:\n    base-url: http://x\n", "only gateway.clients and gateway.limits"},
            {"gateway:\n  clients:\n" + client("team-a", TestKeys.TEAM_C, ""), "id is that of an earlier client"},
            {"gateway:\n  clients:\n  - id: team-c\n    key-hashes: " + TestKeys.TEAM_C, "is no SHA-256 in hex"},
            {
                "gateway:\n  clients:\n" + client("team-c", TestKeys.TEAM_C, "    quota: 5\n"),
                "quota (line 5) is not a setting"
            },
            {
                "gateway:\n  clients:\n" + client("team-b", TestKeys.TEAM_B, "    budget: {credits-per-dya: 5}\n"),
                "did you mean gateway.clients[0].budget.credits-per-day?"
            },
            {
                "gateway:\n  limits: {requests-per-minutes: 5}\n  clients:\n"
                        + client("team-b", TestKeys.TEAM_B, "    limits: {waiting-caller: 1}\n"),
                ": gateway.limits.requests-per-minutes (line 2) is not a setting"
            },
            {
                "gateway:\n  clients:\n" + client("team-b", TestKeys.TEAM_B, "    budget: {credits-per-day: }\n"),
                "gateway.clients[0].budget.credits-per-day is set, but empty"
            },
            {
                "gateway:\n  clients:\n"
                        + client("team-b", TestKeys.TEAM_B, "    budget: {credits-per-day: 5, creditsPerDay: 9}\n"),
                "gateway.clients[0].budget.credits-per-day is set twice"
            },
            {
                "gateway:\n  clients:\n"
                        + client("team-b", TestKeys.TEAM_B, "    budget: {credits-per-day: 5, credits-per-day: 9}\n"),
                "it is not valid YAML, line 5: the name is set for the second time"
            },
            {
                "gateway:\n  clients:\n" + client("team-c", TestKeys.TEAM_C, "    limits: {images-per-minute: 0}\n"),
                "gateway.clients[0].limits.images-per-minute must be from 1"
            },
            {
                "gateway:\n  clients:\n" + client("team-c", TestKeys.TEAM_C, "    limits: {images-per-minute: many}\n"),
                "cannot be read as Integer"
            },
            {
                "gateway:\n  clients:\n" + client("team-c", TestKeys.TEAM_C, "    models: [dall-e-3]\n"),
                "models[0] is the id, alias or family of no model"
            },
            {
                "gateway:\n  clients:\n" + client("team-c", TestKeys.TEAM_C, "    roles: 'admin,,'\n"),
                "gateway.clients[0].roles[1] is empty"
            },
            {
                "gateway:\n  clients:\n" + client("team-c", TestKeys.TEAM_C, "") + "---\ngateway:\n  clients: []\n",
                "it has 2 YAML documents"
            },
            {
                "gateway.clients[0].id: team-b\ngateway:\n  clients:\n" + client("team-c", TestKeys.TEAM_C, ""),
                "gateway.clients is written as a list and by names"
            },
            {
                "gateway.limits.requests-per-minute: 5\ngateway:\n  limits: {requests-per-minute: 6}\n  clients: []\n",
                "gateway.limits.requests-per-minute is set by nested names and by a dotted one"
            },
            {
                "gateway:\n  clients:\n  - id: team-c\n    key-hashes: {" + TestKeys.TEAM_C + ": }\n",
                "gateway.clients[0].key-hashes (line 4) is a list"
            },
        };
        for (int i = 0; i < faults.length; i++) {
            var refused = i + 1;
            replace(faults[i][0]);
            await().until(() -> reloads("refused") == refused);
            assertThat(output.toString()).as(faults[i][0]).contains(faults[i][1]);
            await().until(this::isRefused);
            assertThat(status(TestKeys.TEAM_B)).isEqualTo(200);
            assertThat(status(TestKeys.TEAM_C)).isEqualTo(401);
        }
        await().untilAsserted(() -> assertThat(output).contains(": clients-refused "));
        assertThat(output).doesNotContain(TestKeys.TEAM_C);

        Files.delete(file());
        await().until(() -> reloads("refused") == faults.length + 1);
        assertThat(status(TestKeys.TEAM_B)).isEqualTo(200);

        write(client("team-b", TestKeys.TEAM_B, ""));
        await().until(() -> !isRefused());
        assertThat(status(TestKeys.TEAM_B)).isEqualTo(200);
    }

    @Test
    void linkThatIsTurnedIsNoticed(@TempDir Path mount) throws IOException {
        // as Kubernetes mounts a ConfigMap
        var first = Files.createDirectory(mount.resolve("..1"));
        var second = Files.createDirectory(mount.resolve("..2"));
        Files.writeString(first.resolve("c.yaml"), "gateway:\n  clients:\n" + client("team-b", TestKeys.TEAM_B, ""));
        Files.writeString(second.resolve("c.yaml"), "gateway:\n  clients:\n" + client("team-b", TestKeys.TEAM_C, ""));
        var data = Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Files.delete(file());
        Files.createSymbolicLink(file(), data.resolve("c.yaml"));
        await().until(() -> !isRefused());

        Files.createSymbolicLink(mount.resolve("..tmp"), Path.of("..2"));
        Files.move(mount.resolve("..tmp"), data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> status(TestKeys.TEAM_C) == 200);
    }
}
