package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class AnswerFaultTests {

    private static final String TWO = T_REX.replace("}", ",\"num_images\":2}");

    private final SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FEWER_IMAGES", "PRICE_CHANGE"})
    void isA200ThatBills(AnswerFault fault) throws Exception {
        HttpResponse<String> response = sandbox.generate(TWO, "X-Sandbox-Fault", fault.label() + option(fault));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(sandbox.billed()).isEqualTo(182_000);
    }

    @Test
    void isFreeWhenTheRuleSaysSo() throws Exception {
        HttpResponse<String> response = sandbox.generate(TWO, "X-Sandbox-Fault", "empty-data;bills=false");

        assertThat(json(response).at("/meta/usage/credits_used").longValue()).isZero();
        assertThat(sandbox.billed()).isZero();
    }

    @Test
    void cutsTheJsonButNotTheMessage() throws Exception {
        String body = answer("truncated-json").body();

        assertThat(body).startsWith("{\"data\":[{");
        assertThatThrownBy(() -> Json.MAPPER.readTree(body)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @CsvSource({"not-json, text/plain, OK", "html, text/html, <!DOCTYPE html>", "wrong-content-type, text/html, {"})
    void isSomethingElseThanJson(String fault, String type, String start) throws Exception {
        HttpResponse<String> response = answer(fault);

        assertThat(header(response, "content-type")).startsWith(type);
        assertThat(response.body()).startsWith(start);
        assertThat(header(response, "x-inference-id")).isNotEmpty();
    }

    @Test
    void hasNoBody() throws Exception {
        assertThat(answer("empty-body").body()).isEmpty();
    }

    @Test
    void hasNoImage() throws Exception {
        assertThat(json(answer("empty-data")).get("data")).isEmpty();
        assertThat(json(answer("null-data")).get("data").isNull()).isTrue();
        assertThat(answer("no-url").body())
                .contains("\"data\":[{\"url\":null,\"b64_json\":null},{\"url\":null,\"b64_json\":null}]");
    }

    @Test
    void deliversFewerImagesAndBillsThose() throws Exception {
        assertThat(json(answer("fewer-images")).get("data")).hasSize(1);
        assertThat(sandbox.billed()).isEqualTo(91_000);
        assertThat(json(answer("fewer-images;images=0")).get("data")).isEmpty();
        assertThat(sandbox.billed()).isEqualTo(91_000);
    }

    @Test
    void carriesTheImageAsBase64() throws Exception {
        JsonNode item = json(answer("b64")).at("/data/1");

        assertThat(item.get("url").isNull()).isTrue();
        byte[] file = Base64.getDecoder().decode(item.get("b64_json").stringValue());
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(1024);
    }

    @Test
    void carriesTheImagesTwice() throws Exception {
        JsonNode body = json(answer("both-shapes"));

        assertThat(body.get("data")).hasSize(2).isEqualTo(body.get("images"));
    }

    @Test
    void namesTheSuppliersHost() throws Exception {
        assertThat(json(answer("leaked-host")).at("/data/0/url").stringValue())
                .matches("https://v3b\\.fal\\.media/files/b/[0-9a-f]{8}/[A-Za-z0-9_-]{21}\\.png");
    }

    @ParameterizedTest
    @CsvSource({
        "missing-meta, false, false, 182000",
        "null-meta, true, false, 182000",
        "missing-cost, false, false, ''",
        "missing-cost-headers, true, true, ''"
    })
    void hidesTheCost(String fault, boolean hasMeta, boolean metaHasCost, String costHeader) throws Exception {
        HttpResponse<String> response = answer(fault);

        assertThat(json(response).has("meta")).isEqualTo(hasMeta);
        assertThat(json(response).at("/meta/usage/credits_used").isNumber()).isEqualTo(metaHasCost);
        assertThat(header(response, "x-aimlapi-credits-used")).isEqualTo(costHeader);
    }

    @Test
    void hidesTheInferenceId() throws Exception {
        HttpResponse<String> response = answer("missing-inference-id");

        assertThat(header(response, "x-inference-id")).isEmpty();
        assertThat(header(response, "x-request-id")).isNotEmpty();
    }

    @Test
    void sendsMoreThanAnyoneWants() throws Exception {
        HttpResponse<String> response = answer("huge-body;mib=3");

        assertThat(response.headers().firstValue("content-length")).isEmpty();
        assertThat(response.body()).hasSizeGreaterThan(3 << 20);
        assertThat(json(response).get("data")).hasSize(2);
    }

    @Test
    void chargesAnotherPrice() throws Exception {
        JsonNode body = json(answer("price-change;credits=100000"));

        assertThat(body.at("/meta/usage/credits_used").longValue()).isEqualTo(200_000);
        assertThat(sandbox.billed()).isEqualTo(200_000);
    }

    @Test
    void answersAnother2xxWhenTold() throws Exception {
        assertThat(answer("none;status=201").statusCode()).isEqualTo(201);
    }

    @Test
    void spoilsTheImagesOfTheLegacyShapeToo() throws Exception {
        HttpResponse<String> response =
                sandbox.generate(TWO, "X-Sandbox-Fault", "empty-data", "X-Sandbox-Profile", "legacy");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("images")).isEmpty();
        assertThat(json(response).has("data")).isFalse();
    }

    private HttpResponse<String> answer(String fault) throws Exception {
        return sandbox.generate(TWO, "X-Sandbox-Fault", fault);
    }

    private static String option(AnswerFault fault) {
        return fault == AnswerFault.HUGE_BODY ? ";mib=1" : "";
    }
}
