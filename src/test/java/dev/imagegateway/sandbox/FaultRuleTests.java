package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FaultRuleTests {

    private SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void hitsAsOftenAsItSaysAfterThoseItSkips() throws Exception {
        JsonNode rule = rule("{'fault':'unavailable','times':2,'skip':1}");

        assertThat(rule.get("bills").booleanValue()).isFalse();
        assertThat(statuses(5)).containsExactly(200, 503, 503, 200, 200);
        assertThat(sandbox.getJson("/sandbox/faults").get("rules")).isEmpty();
    }

    @Test
    void hitsUntilItIsRemoved() throws Exception {
        int id = rule("{'fault':'unavailable'}").get("id").intValue();

        assertThat(statuses(3)).containsOnly(503);
        assertThat(sandbox.getJson("/sandbox/faults").at("/rules/0/used").intValue())
                .isEqualTo(3);
        assertThat(sandbox.control("DELETE", "/sandbox/faults/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(statuses(1)).containsExactly(200);
    }

    @Test
    void rulesAreAskedInTheirOrder() throws Exception {
        rule("{'fault':'unavailable','times':1}");
        rule("{'fault':'bad-gateway','times':1}");

        assertThat(statuses(3)).containsExactly(503, 502, 200);
    }

    @Test
    void allRulesGoAtOnce() throws Exception {
        rule("{'fault':'unavailable'}");
        rule("{'fault':'bad-gateway'}");

        assertThat(sandbox.control("DELETE", "/sandbox/faults", "").statusCode())
                .isEqualTo(204);
        assertThat(statuses(1)).containsExactly(200);
    }

    @Test
    void isForAPromptOrAKeyWhenItSaysSo() throws Exception {
        sandbox.close();
        sandbox = new SandboxCaller(
                SandboxCaller.settings("api-keys[0]", SandboxCaller.KEY).with("api-keys[1]", "another-upstream-key"));
        rule("{'fault':'unavailable','promptContains':'t-rex'}");
        rule("{'fault':'bad-gateway','keyPrefix':'another-'}");

        assertThat(statuses(1)).containsExactly(503);
        assertThat(sandbox.generate(T_REX.replace("T-Rex", "cat")).statusCode()).isEqualTo(200);
        rule("{'fault':'forbidden','keyPrefix':'sandbox-'}");
        assertThat(sandbox.generate(T_REX.replace("T-Rex", "cat")).statusCode()).isEqualTo(403);
    }

    @Test
    void closesBeforeTheBodyByRuleToo() throws Exception {
        rule("{'fault':'close-before-body','times':1}");
        rule("{'fault':'unavailable','times':1}");

        try (Socket socket = sandbox.connect()) {
            socket.getOutputStream()
                    .write("POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(statuses(2)).containsExactly(503, 200);
    }

    @Test
    void isNotUsedUpByRequestsThatAreRefusedAnyway() throws Exception {
        rule("{'fault':'unavailable','times':1}");

        assertThat(sandbox.generate("{}").statusCode()).isEqualTo(400);
        assertThat(statuses(2)).containsExactly(503, 200);
    }

    @Test
    void choosesProfileDelayAndBilling() throws Exception {
        rule("{'fault':'generation-timeout','bills':true,'profile':'legacy','delay':'200ms','times':1}");
        long start = System.nanoTime();

        HttpResponse<String> response = sandbox.generate(T_REX);

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(json(response).get("statusCode").intValue()).isEqualTo(504);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(sandbox.billed()).isEqualTo(91_000);
        JsonNode seen = sandbox.getJson("/sandbox/requests").at("/requests/0");
        assertThat(seen.get("fault").stringValue()).isEqualTo("generation-timeout");
        assertThat(seen.get("credits").longValue()).isEqualTo(91_000);
        assertThat(seen.get("status").intValue()).isEqualTo(504);
    }

    @Test
    void headersCountBeforeRules() throws Exception {
        rule("{'fault':'unavailable','times':1}");

        assertThat(sandbox.generate(T_REX, "X-Sandbox-Fault", "none").statusCode())
                .isEqualTo(200);
        assertThat(sandbox.generate(T_REX, "X-Sandbox-Delay", "1ms").statusCode())
                .isEqualTo(200);
        assertThat(statuses(1)).containsExactly(503);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'fault':'nonsense'}|There is no fault nonsense. There is close-before-body, close, reset,",
                "{'fault':'unavailable','mib':3}|The fault unavailable has no mib. It takes bills, delay, fault,",
                "{'fault':'unavailable','bills':'perhaps'}|bills must be true or false, not perhaps.",
                "{'fault':'unavailable','times':0}|times must be a whole number from 1 to",
                "{'fault':'unavailable','status':99}|status must be a whole number from 200 to 599, not 99.",
                "{'fault':'unavailable','delay':'soon'}|delay must be a duration such as 500ms, 2s or PT2S, not soon.",
                "{'profile':'new'}|profile must be one of current, current-null, early2026, hybrid, legacy, not new.",
                "{'fault':'close-before-body','bills':true}|close-before-body can't bill",
                "{'fault':'close-before-body','promptContains':'x'}|close-before-body takes no promptContains",
                "{'fault':['reset']}|fault must be a single value",
                "[]|The body must be a JSON object.",
                "{|The body must be a JSON object."
            })
    void refusesABadRuleAndSaysWhatIsAllowed(String rule, String message) throws Exception {
        HttpResponse<String> response = sandbox.control("POST", "/sandbox/faults", rule.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("sandbox").stringValue()).startsWith(message);
        assertThat(sandbox.getJson("/sandbox/faults").get("rules")).isEmpty();
    }

    @Test
    void refusesABadHeaderToo() throws Exception {
        HttpResponse<String> response = sandbox.generate(T_REX, "X-Sandbox-Fault", "reset;status=1");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("sandbox").stringValue()).startsWith("The fault reset has no status.");
        assertThat(sandbox.billed()).isZero();
    }

    @Test
    void listsEveryFaultThatThereIs() throws Exception {
        JsonNode faults = sandbox.getJson("/sandbox/faults").get("faults");

        assertThat(faults).hasSameSizeAs(Fault.all());
        assertThat(faults.valueStream().map(fault -> fault.get("fault").stringValue()))
                .doesNotHaveDuplicates();
    }

    private JsonNode rule(String json) throws Exception {
        HttpResponse<String> response = sandbox.control("POST", "/sandbox/faults", json.replace('\'', '"'));
        assertThat(response.statusCode()).isEqualTo(201);
        return json(response);
    }

    private List<Integer> statuses(int requests) {
        return IntStream.range(0, requests)
                .mapToObj(_ -> {
                    try {
                        return sandbox.generate(T_REX).statusCode();
                    } catch (IOException | InterruptedException broken) {
                        throw new AssertionError(broken);
                    }
                })
                .toList();
    }
}
