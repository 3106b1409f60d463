package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.MODEL;
import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RefusalTests {

    private SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{}~Required\\nRequired",
                "[]~Expected object, received array",
                "{M}~Required",
                "{M,'prompt':7}~Expected string, received number",
                "{'model':7,'prompt':'x'}~Expected string, received number",
                "{M,'prompt':'x','num_images':5}~Number must be less than or equal to 4",
                "{M,'prompt':'x','num_images':0}~Number must be greater than or equal to 1",
                "{M,'prompt':'x','num_images':'2'}~Expected number, received string",
                "{M,'prompt':'x','seed':0}~Number must be greater than or equal to 1",
                "{M,'prompt':'x','seed':1.5}~Expected integer, received float",
                "{M,'prompt':'x','seed':1e400}~Expected integer, received float",
                "{M,'prompt':'x','image_size':'huge'}~Invalid enum value. Expected 'square_hd' | 'square' |"
                        + " 'portrait_4_3' | 'portrait_16_9' | 'landscape_4_3' | 'landscape_16_9', received 'huge'",
                "{M,'prompt':'x','image_size':7}~Invalid input",
                "{M,'prompt':'x','image_size':{'width':63}}~Number must be greater than or equal to 64",
                "{M,'prompt':'x','image_size':{'height':1537}}~Number must be less than or equal to 1536",
                "{M,'prompt':'x','guidance_scale':20.5}~Number must be less than or equal to 20",
                "{M,'prompt':'x','num_inference_steps':51}~Number must be less than or equal to 50",
                "{M,'prompt':'x','prompt_expansion':'yes'}~Expected boolean, received string",
                "{M,'prompt':'x','negative_prompt':null}~Expected string, received null"
            })
    void namesEachFaultOfTheBody(String body, String message) throws Exception {
        // the table writes quotes of JSON as apostrophes, and the model as M
        HttpResponse<String> response = sandbox.generate(body.replace('\'', '"').replace("{M", "{" + MODEL));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(header(response, "content-type")).isEqualTo("application/problem+json; charset=utf-8");
        assertThat(json(response).get("message").stringValue())
                .isEqualTo("Body validation error!\n" + message.replace("\\n", "\n"));
        assertThat(sandbox.billed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{M,\"prompt\":\"\"}",
                "{M,\"prompt\":\"x\",\"n\":4,\"size\":\"auto\",\"response_format\":\"b64_json\"}",
                "{M,\"prompt\":\"x\",\"seed\":98765432109876543210}",
                "{M,\"prompt\":\"x\",\"num_images\":1.0,\"guidance_scale\":1.5}"
            })
    void letsPassWhatThePublishedSchemaLetsPass(String body) throws Exception {
        HttpResponse<String> response = sandbox.generate(body.replace("{M", "{" + MODEL));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("data")).hasSize(1);
    }

    @Test
    void countsThePromptInUtf16Units() throws Exception {
        String longest = "{" + MODEL + ",\"prompt\":\"" + "x".repeat(4000) + "\"}";

        assertThat(sandbox.generate(longest).statusCode()).isEqualTo(200);
        assertThat(sandbox.generate(longest.replace("\"}", "x\"}")).body())
                .contains("String must contain at most 4000 character(s)");
    }

    @Test
    void passesAFractionOfAnImageOnToTheSupplierWhichFails() throws Exception {
        HttpResponse<String> response = sandbox.generate(T_REX.replace("}", ",\"num_images\":1.5}"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(json(response).get("message").stringValue())
                .isEqualTo("Something wrong with the server. Please, try again later.");
        assertThat(sandbox.billed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"404, NotFoundException", "400, BadRequestException"})
    void refusesAnUnknownModelAsConfigured(int status, String name) throws Exception {
        restart(SandboxCaller.settings("unknown-model-status", status));

        HttpResponse<String> response = sandbox.generate("{\"model\":\"flux/dve\",\"prompt\":\"x\"}");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/name").stringValue()).isEqualTo(name);
    }

    @Test
    void refusesASizeThatIsNoMultipleOf32WhenToldTo() throws Exception {
        restart(SandboxCaller.settings("multiple-of32", "reject"));

        HttpResponse<String> response = sandbox.generate(T_REX.replace("}", ",\"image_size\":{\"width\":100}}"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Number must be a multiple of 32");
    }

    @ParameterizedTest
    @CsvSource({
        "'', This request requires a valid API key",
        "Bearer, You provided an empty string instead of valid API key",
        "Bearer wrong-key, This request requires a valid API key",
        "Basic c2FuZGJveA==, This request requires a valid API key"
    })
    void asksForItsKeyBeforeItLooksAtTheBody(String authorization, String message) throws Exception {
        HttpResponse<String> response = sandbox.send(sandbox.to("/v1/images/generations")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString("{broken")));

        assertThat(response.statusCode()).isEqualTo(401);
        JsonNode body = json(response);
        assertThat(body.propertyNames())
                .containsExactly("title", "status", "message", "instance", "requestId", "timestamp", "error");
        assertThat(body.get("title").stringValue()).isEqualTo("Unauthorized");
        assertThat(body.get("message").stringValue()).startsWith(message);
        assertThat(body.get("instance").stringValue()).isEqualTo("/v1/images/generations");
        assertThat(body.get("requestId").stringValue()).isEqualTo(header(response, "x-request-id"));
        assertThat(body.get("timestamp").stringValue()).isEqualTo("2026-11-22T10:00:00.000Z");
        assertThat(body.at("/error/name").stringValue()).isEqualTo("UnauthorizedException");
    }

    @Test
    void seesNoBodyInAnotherContentType() throws Exception {
        HttpResponse<String> response = sandbox.send(sandbox.to("/v1/images/generations")
                .header("Authorization", "Bearer " + SandboxCaller.KEY)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(T_REX)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Required");
    }

    @Test
    void knowsNoOtherPath() throws Exception {
        HttpResponse<String> response = sandbox.get("/v1/nothing");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).get("message").stringValue()).isEqualTo("Cannot GET /v1/nothing");
    }

    private void restart(SandboxProperties settings) {
        sandbox.close();
        sandbox = new SandboxCaller(settings);
    }
}
