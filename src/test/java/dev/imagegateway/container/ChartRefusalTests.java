package dev.imagegateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChartRefusalTests {

    @Test
    void withoutAKeyItSaysWhatToSet() {
        assertThatThrownBy(() -> Chart.render(Chart.CLIENT))
                .hasMessageContaining("no key for AIML API: set upstream.existingSecret")
                .hasMessageContaining("or upstream.apiKey");
    }

    @Test
    void twoKeysAreOneTooMany() {
        assertThatThrownBy(() -> Chart.render(Chart.CLIENT + "upstream: {existingSecret: aiml, apiKey: k}"))
                .hasMessageContaining("not both");
    }

    @Test
    void withoutAClientItSaysWhatToSet() {
        assertThatThrownBy(() -> Chart.render("upstream: {existingSecret: aiml}"))
                .hasMessageContaining("no client may call: set clients");
    }

    @Test
    void clientsHaveOnePlace() {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + "config: {gateway: {clients: []}}"))
                .hasMessageContaining("set clients instead of config.gateway.clients");
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + "config: {gateway: {clients-file: /a}}"))
                .hasMessageContaining("set clients instead of config.gateway.clients-file");
    }

    @Test
    void valkeysLoginIsForItsSecret() {
        assertThatThrownBy(() ->
                        Chart.render(Chart.SMALLEST + "rateLimit: {redis: {url: \"redis://:a-secret-value@valkey\"}}"))
                .hasMessageContaining("rateLimit.redis.url holds a login")
                .hasMessageNotContaining("a-secret-value");
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + "rateLimit: {redis: {existingSecret: valkey}}"))
                .hasMessageContaining("no address of Valkey: set rateLimit.redis.url");
        assertThat(Chart.render(Chart.SMALLEST + "config: {gateway: {rate-limit: {redis: {ssl-bundle: company}}}}")
                        .text())
                .contains("ssl-bundle: company");
        for (var name : new String[] {"rate-limit", "rateLimit"}) {
            assertThatThrownBy(() -> Chart.render(
                            Chart.SMALLEST + "config: {gateway: {" + name + ": {redis: {password: a-secret-value}}}}"))
                    .hasMessageContaining("set rateLimit.redis instead of config.gateway." + name)
                    .hasMessageNotContaining("a-secret-value");
        }
    }

    @Test
    void clientHasAKeyOrASubject() {
        assertThatThrownBy(() -> Chart.render("upstream: {existingSecret: aiml}\nclients: [{id: team-a}]\n"))
                .hasMessageContaining("/clients/0");
        assertThat(Chart.render("upstream: {existingSecret: aiml}\nclients: [{id: team-a, subjects: [{subject: x}]}]\n")
                        .text())
                .contains("subject: x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstream: {proxy: 'http://user:a-secret-value@proxy:3128'}",
                "images: {signing-keys: a-secret-value}",
                "images: {signing-keys: [a-secret-value]}",
                "upstream.proxy: 'http://user:a-secret-value@proxy:3128'",
            })
    void noSecretIsInTheConfigMap(String setting) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + "config: {gateway: {" + setting + "}}"))
                .hasMessageContaining("mount a Secret")
                .hasMessageNotContaining("a-secret-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key", "apiKey", "api-key-file", "base-url"})
    void theKeyIsNoPartOfTheConfiguration(String name) {
        assertThatThrownBy(() ->
                        Chart.render(Chart.SMALLEST + "config: {gateway: {upstream: {" + name + ": a-secret-value}}}"))
                .hasMessageContaining("instead of config.gateway.upstream." + name)
                .hasMessageNotContaining("a-secret-value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicaCount: two                     | /replicaCount",
                "replicaCounts: 2                      | replicaCounts",
                "image: {tags: latest}                 | tags",
                "image: {pullPolicy: Sometimes}        | /image/pullPolicy",
                "service: {port: 80000}                | /service/port",
                "management: {service: {enabled: yes please}} | /management/service/enabled",
                "podAnnotations: {number: 1}           | /podAnnotations/number",
                "podDisruptionBudget: {maxUnavailable: some} | /podDisruptionBudget/maxUnavailable",
            })
    void aWrongTypeAndAnUnknownNameAreRefused(String value, String named) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + value)).hasMessageContaining(named);
    }

    @Test
    void aKeyWhereItsHashBelongsIsRefusedAndNotShown() {
        assertThatThrownBy(() -> Chart.render("""
                        upstream: {existingSecret: aiml}
                        clients: [{id: team-a, keyHashes: [a-plain-key]}]
                        """))
                .hasMessageContaining("/clients/0/keyHashes/0")
                .hasMessageNotContaining("a-plain-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "terminationGracePeriodSeconds: 154 | terminationGracePeriodSeconds is 154, but a stop may take 155 s",
                "preStopSeconds: 20                 | a stop may take 170 s",
                "config: {spring: {lifecycle: {timeout-per-shutdown-phase: 5m}}} | a stop may take 315 s",
                "config: {spring: {lifecycle: {timeoutPerShutdownPhase: 200s}}}  | a stop may take 215 s",
                "config: {spring.lifecycle.timeout-per-shutdown-phase: 140}      | write it with its unit, such as 140s",
                "config: {gateway: {upstream: {generation-timeout: 150s}}}       | a stop would cut off generations",
                "config: {spring: {lifecycle: {timeout-per-shutdown-phase: 1m}}} | a stop would cut off generations",
                "extraEnv: [{name: SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE, value: 1h}] | set config.spring.lifecycle",
            })
    void aPodThatWouldBeKilledBeforeItMayEndIsRefused(String value, String says) {
        var grace = value.startsWith("termination") ? "" : "\nterminationGracePeriodSeconds: 165";
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + value + grace)).hasMessageContaining(says);
    }

    @Test
    void aPodWithEnoughTimeToEndIsRendered() {
        var shorter = """
                config:
                  spring: {lifecycle: {timeout-per-shutdown-phase: 1m}}
                  gateway: {upstream: {generation-timeout: 50s}}
                preStopSeconds: 0
                terminationGracePeriodSeconds: 70
                """;

        assertThat(Chart.render(Chart.SMALLEST + shorter)
                        .pod()
                        .path("terminationGracePeriodSeconds")
                        .asInt())
                .isEqualTo(70);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{id: a, keyHashes: [%1$s]}, {id: a, keyHashes: [%2$s]}]        | clients has the id a twice",
                "[{id: a, keyHashes: [%1$s]}, {id: b, keyHashes: ['sha256:%1$s']}] | one key is in clients twice, of a and of b",
                "[{id: a, keyHashes: [%1$s]}, {id: b, keyHashes: [%3$s]}]        | clients[1].keyHashes[0] is not a SHA-256",
                "[{id: a, keyHashes: [%1$s], imageUrl: mine}]                    | /clients/0/imageUrl",
            })
    void clientsThatCannotBeToldApartAreRefused(String clients, String says) {
        var list = clients.formatted(Chart.HASH, "f".repeat(64), "a-plain-key-of-a-client-" + "x".repeat(40));
        assertThatThrownBy(() -> Chart.render("upstream: {existingSecret: aiml}\nclients: " + list))
                .hasMessageContaining(says)
                .hasMessageNotContaining("a-plain-key");
    }

    @Test
    void theSchemaKnowsEveryValueAndNoOther() throws Exception {
        var schema = JsonMapper.builder()
                .build()
                .readTree(Chart.FOLDER.resolve("values.schema.json").toFile());

        compare("", Chart.document(Chart.FOLDER.resolve("values.yaml")), schema);
    }

    private static void compare(String path, JsonNode values, JsonNode schema) {
        if (!schema.has("properties")) {
            return;
        }
        if (!path.equals("/global")) { // Helm's own, for all charts
            assertThat(schema.path("additionalProperties").asBoolean(true))
                    .as("additionalProperties of %s", path)
                    .isFalse();
        }
        var known = new TreeSet<>(schema.path("properties").propertyNames());
        if (path.isEmpty()) {
            known.remove("enabled"); // the condition of a parent chart
        }
        assertThat(Set.copyOf(values.propertyNames())).as("values of %s", path).isEqualTo(known);
        known.forEach(name -> compare(
                path + "/" + name, values.path(name), schema.path("properties").path(name)));
    }
}
