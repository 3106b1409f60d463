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
                "config: {spring: {lifecycle: {timeout-per-shutdown-phase: 140}}} | write it in whole seconds or minutes",
            })
    void aPodThatWouldBeKilledBeforeItMayEndIsRefused(String value, String says) {
        assertThatThrownBy(() -> Chart.render(Chart.SMALLEST + value)).hasMessageContaining(says);
    }

    @Test
    void aPodWithEnoughTimeToEndIsRendered() {
        var shorter = """
                config: {spring: {lifecycle: {timeout-per-shutdown-phase: 1m}}}
                preStopSeconds: 0
                terminationGracePeriodSeconds: 70
                """;

        assertThat(Chart.render(Chart.SMALLEST + shorter)
                        .pod()
                        .path("terminationGracePeriodSeconds")
                        .asInt())
                .isEqualTo(70);
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
        assertThat(schema.path("additionalProperties").asBoolean(true))
                .as("additionalProperties of %s", path)
                .isFalse();
        var known = new TreeSet<>(schema.path("properties").propertyNames());
        known.remove("global"); // Helm's own
        assertThat(Set.copyOf(values.propertyNames())).as("values of %s", path).isEqualTo(known);
        known.forEach(name -> compare(
                path + "/" + name, values.path(name), schema.path("properties").path(name)));
    }
}
