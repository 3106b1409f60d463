package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorFaultTests {

    private final SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate-limited|429|\"message\":\"Too Many Requests\"",
                "free-tier-limit|429|You've reached your free limit for the hour",
                "internal-error|500|\"message\":\"Internal server error\"",
                "partner-error|500|\"message\":\"Something wrong with the server. Please, try again later.\"",
                "maintenance|500|The model is under maintenance",
                "bad-gateway|502|\"message\":\"Bad Gateway\"",
                "unavailable|503|\"message\":\"Service unavailable\"",
                "generation-timeout|504|\"message\":\"Generation timeout\"",
                "bad-request|400|Body validation error!",
                "unauthorized|401|This request requires a valid API key",
                "model-withdrawn|404|\"name\":\"NotFoundException\"",
                "too-large|413|request entity too large",
                "out-of-credits|403|\"data\":{\"kind\":\"err_insufficent_credits\"}",
                "out-of-funds|403|\"name\":\"OutOfFundsException\"",
                "spend-cap|403|further charges using this key are blocked",
                "scope-missing|403|model:image",
                "plan-limit|403|[plan.rule:api_token]",
                "verification-needed|403|https://aimlapi.com/app/billing/verification",
                "forbidden|403|\"message\":\"Forbidden resource\"",
                "status-as-string|429|\"statusCode\":\"429\"",
                "message-array|400|\"message\":[\"prompt must be a string\"",
                "openai-error|500|{\"error\":{\"message\":",
                "mismatched-error|502|\"status\":400",
                "plain-error|502|upstream connect error",
                "html-error|502|<!DOCTYPE html>",
                "empty-error|502|''",
                "edge-timeout|524|<!DOCTYPE html>",
                "edge-challenge|403|<title>Just a moment...</title>",
                "edge-block|403|<title>Attention Required!",
                "edge-ban|403|error code: 1006",
                "edge-rate-limit|429|error code: 1015",
                "nginx-error|403|<hr><center>nginx</center>"
            })
    void answersItsStatusAndWords(String fault, int status, String words) throws Exception {
        HttpResponse<String> response = sandbox.generate(T_REX, "X-Sandbox-Fault", fault);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(words);
        assertThat(header(response, "retry-after")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void billsAsTheTableSaysUnlessTheRuleSaysOtherwise(ErrorFault fault) throws Exception {
        sandbox.generate(T_REX, "X-Sandbox-Fault", fault.label());
        assertThat(sandbox.billed()).isEqualTo(fault == ErrorFault.EDGE_TIMEOUT ? 91_000 : 0);

        sandbox.control("POST", "/sandbox/reset", "");
        HttpResponse<String> billed = sandbox.generate(T_REX, "X-Sandbox-Fault", fault.label() + ";bills=true");
        assertThat(billed.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(sandbox.billed()).isEqualTo(91_000);

        sandbox.control("POST", "/sandbox/reset", "");
        sandbox.generate(T_REX, "X-Sandbox-Fault", fault.label() + ";bills=false");
        assertThat(sandbox.billed()).isZero();
    }

    @Test
    void asksToRetryInSecondsOrAtADate() throws Exception {
        assertThat(header(sandbox.generate(T_REX, "X-Sandbox-Fault", "rate-limited-seconds; seconds=7"), "retry-after"))
                .isEqualTo("7");
        assertThat(header(sandbox.generate(T_REX, "X-Sandbox-Fault", "rate-limited-date;seconds=90"), "retry-after"))
                .isEqualTo("Sun, 22 Nov 2026 10:01:30 GMT");
    }

    @ParameterizedTest
    @CsvSource({"current, requestId", "early2026, title", "legacy, statusCode", "hybrid, statusCode"})
    void writesTheEnvelopeOfTheProfileAsked(String profile, String field) throws Exception {
        HttpResponse<String> response =
                sandbox.generate(T_REX, "X-Sandbox-Fault", "unauthorized", "X-Sandbox-Profile", profile);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).has(field)).isTrue();
        assertThat(json(response).has("statusCode")).isEqualTo(field.equals("statusCode"));
    }

    @Test
    void answersAnotherStatusWhenTold() throws Exception {
        HttpResponse<String> response = sandbox.generate(T_REX, "X-Sandbox-Fault", "html-error;status=504;bills=true");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @Test
    void happensOnlyToRequestsThatWouldSucceed() throws Exception {
        HttpResponse<String> response = sandbox.generate("{}", "X-Sandbox-Fault", "unavailable");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Required");
    }
}
