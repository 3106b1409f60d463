package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An operator's word on what nobody else can tell. */
@ExtendWith(OutputCaptureExtension.class)
class ResolutionTests {

    private static final String ADMIN = TestKeys.CLIENT_NEXT;
    private static final String SETTLED = "{\"state\":\"settled\",\"credits\":1000,\"reason\":\"invoice\"}";

    private static RunningSandbox server;
    private static LedgerRows ledger;
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        server = RunningSandbox.start();
        ledger = LedgerRows.sqlite();
        gateway = Gateway.start(
                server.url(),
                ledger.with(
                        "--gateway.reconciliation.enabled=false",
                        "--gateway.clients[0].key-hashes[0]=" + Gateway.sha256(TestKeys.CLIENT),
                        "--gateway.clients[0].key-hashes[1]=" + Gateway.sha256(TestKeys.STRANGER),
                        "--gateway.clients[1].id=finance",
                        "--gateway.clients[1].roles=admin",
                        "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(ADMIN)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    private static String unknown() {
        server.sandbox().fault("{\"fault\":\"html-error\",\"times\":1}");
        return gateway.generate(Gateway.A_CAT).header("X-Generation-Id");
    }

    private static Answer resolve(String id, String key, String body) {
        return gateway.send(gateway.to("/v1/generations/" + id + "/resolution")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static LedgerRows.Row row(String id) {
        return ledger.all().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void settlesAtWhatTheOperatorSays(CapturedOutput output) {
        var id = unknown();

        var answer = resolve(id, ADMIN, "{\"state\":\"settled\",\"credits\":1000,\"reason\":\"line\\nbreak\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json())
                .hasToString(
                        "{\"id\":\"" + id
                                + "\",\"state\":\"settled\",\"credits_held\":91000,\"credits_used\":1000,\"evidence\":\"operator\"}");
        assertThat(row(id).used()).isEqualTo(1000);
        assertThat(output.toString().lines().filter(line -> line.contains(": resolution ")))
                .singleElement()
                .asString()
                .contains(
                        " audit ",
                        " client=finance ",
                        " requestId=" + answer.header("X-Request-Id"),
                        " source=127.0.0.1 ",
                        " generation=" + id + " ",
                        " before=unknown after=settled credits=1000",
                        " reason=\"line\\nbreak\"")
                .doesNotContain(ADMIN);
    }

    @Test
    void releasesAndThenIsNoLongerUnknown() {
        var id = unknown();
        var released = resolve(id, ADMIN, "{\"state\":\"released\",\"reason\":\"the vendor says so\"}");
        assertThat(released.json().path("state").asString()).isEqualTo("released");

        var again = resolve(id, ADMIN, SETTLED);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("not-unknown");
        assertThat(again.json().path("state").asString()).isEqualTo("released");
        assertThat(row(id).state()).isEqualTo("RELEASED");
    }

    @Test
    void isForAdminsOnly() {
        var id = unknown();

        var answer = resolve(id, TestKeys.CLIENT, SETTLED);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("forbidden");
        assertThat(row(id).state()).isEqualTo("UNKNOWN");
    }

    @Test
    void knowsNoOtherGenerations() {
        assertThat(resolve("gen-" + UUID.randomUUID(), ADMIN, SETTLED).problem())
                .isEqualTo("not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; /reason required; /state required",
                "{\"state\":\"settled\",\"reason\":\"r\"}; /credits required;",
                "{\"state\":\"released\",\"credits\":1,\"reason\":\"r\"}; /credits conflict;",
                "{\"state\":\"held\",\"reason\":\" \"}; /reason minLength; /state enum",
                "{\"state\":\"settled\",\"credits\":-1,\"reason\":\"r\"}; /credits minimum;",
                "{\"state\":\"settled\",\"credits\":1.5,\"reason\":\"r\",\"why\":1}; /credits type; /why additionalProperties"
            })
    void namesEveryFault(String body, String one, String other) {
        var answer = resolve(unknown(), ADMIN, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.violations()).isEqualTo(other == null ? List.of(one) : List.of(one, other));
    }
}
