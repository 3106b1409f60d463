package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.body;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each model has its own schema and price. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsTests {

    private final SandboxCaller sandbox = new SandboxCaller(SandboxProperties.defaults()
            .with("balance", 2_000_000_000)
            .with("log-delay", "0s")
            .with("ledger-delay", "0s"));

    @BeforeEach
    void reset() throws Exception {
        sandbox.control("POST", "/sandbox/reset", "");
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void generateFromAMinimalBodyByEveryId() throws Exception {
        assertThat(Models.ids()).hasSize(119);
        for (String id : Models.ids()) {
            HttpResponse<String> response = sandbox.generate(body(id, ""));

            assertThat(response.statusCode()).as(id + " " + response.body()).isEqualTo(200);
            assertThat(json(response).get("data")).hasSize(1);
            assertThat(credits(response)).as(id).isPositive();
        }
        assertThat(sandbox.bill().get("rows")).hasSize(119);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "stable-diffusion-v35-large~'output_format':'png'~'output_format':'webp'~"
                        + "Invalid enum value. Expected 'jpeg' | 'png', received 'webp'",
                "flux/schnell~'num_inference_steps':500~'num_inference_steps':0~"
                        + "Number must be greater than or equal to 1",
                "flux/dev~'image_size':{'width':512}~'image_size':{'width':511}~"
                        + "Number must be greater than or equal to 512",
                "blackforestlabs/flux-dev~'provider':'FAL'~'provider':'google'~"
                        + "Invalid enum value. Expected 'blackforestlabs' | 'fal' | 'auto', received 'google'",
                "flux-pro~'safety_tolerance':'6'~'safety_tolerance':6~"
                        + "Expected '1' | '2' | '3' | '4' | '5' | '6', received number",
                "flux-pro/v1.1-ultra~'raw':false~'raw':true~Invalid literal value, expected false",
                "flux-2~'guidance_scale':0~'guidance_scale':-0.5~Number must be greater than or equal to 0",
                "flux-2~'num_inference_steps':4~'num_inference_steps':3~Number must be greater than or equal to 4",
                "flux-2/lora~'loras':[{'path':'a','scale':4}]~'loras':[{'scale':4.5}]~"
                        + "Required\\nNumber must be less than or equal to 4",
                "flux-2/lora~'loras':[]~'loras':[{'path':'a'},{'path':'a'},{'path':'a'},{'path':'a'}]~"
                        + "Array must contain at most 3 element(s)",
                "flux-2-pro~'image_urls':['https://a.example/b.png','data:image/png;base64,AA==']~"
                        + "'image_urls':['b.png']~Invalid url",
                "flux-2-max~'safety_tolerance':'5'~'safety_tolerance':'6'~"
                        + "Invalid enum value. Expected '1' | '2' | '3' | '4' | '5', received '6'",
                "recraft-v3~'colors':[{'r':0,'g':0,'b':255}]~'colors':[{'r':0,'g':0,'b':256}]~"
                        + "Number must be less than or equal to 255",
                "recraft-v3~'style':'vector_illustration/linocut'~'num_images':2~Invalid literal value, expected 1",
                "hunyuan-image/v3/text-to-image~'image_size':{'width':64,'height':64}~"
                        + "'image_size':{'width':64}~Required",
                "z-image-turbo~'seed':2147483647~'seed':2147483648~Number must be less than or equal to 2147483647",
                "qwen-image~'negative_prompt':'x'~'num_images':1.5~Expected integer, received float",
                "qwen-image-2.0~'image_urls':['https://a.example']~'image_urls':[]~"
                        + "Array must contain at least 1 element(s)",
                "alibaba/qwen-image-3~'image_size':{'height':384}~'image_size':{'height':383}~"
                        + "Number must be greater than or equal to 384",
                "imagen4/preview~'seed':0~'seed':4294967296~Number must be less than or equal to 4294967295",
                "nano-banana-pro~'resolution':'4K'~'resolution':'4k'~"
                        + "Invalid enum value. Expected '1K' | '2K' | '4K', received '4k'",
                "gpt-image-1~'n':1~'n':2~Invalid literal value, expected 1",
                "test/dummy-image~'n':4~'n':5~Number must be less than or equal to 4",
                "test/dummy-image~'test':{}~'test':{'delay':'1'}~Expected number, received string",
                "bytedance/seedream-4-5~'seed':-7~'image_size':'1K'~"
                        + "Invalid enum value. Expected '2K' | '4K', received '1K'",
                "luma/uni-1~'image_url':'https://a.example/b'~'image_url':'b'~Invalid url"
            })
    void haveTheirOwnBounds(String id, String good, String bad, String message) throws Exception {
        assertThat(sandbox.generate(body(id, good)).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = sandbox.generate(body(id, bad));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("message").stringValue())
                .isEqualTo("Body validation error!\n" + message.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"qwen-image, 2000", "z-image-turbo, 800", "reve/create-image, 2560", "gpt-image-1, 32000"})
    void limitThePrompt(String id, int length) throws Exception {
        String longest = body(id, "").replace("A T-Rex", "x".repeat(length));

        assertThat(sandbox.generate(longest).statusCode()).isEqualTo(200);
        assertThat(sandbox.generate(longest.replace("xx", "xxx")).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "imagen-4.0-generate-001~'num_images':0",
                "imagen-4.0-generate-001~'num_images':-1",
                "flux/dev~'num_images':2.5",
                "hunyuan-image/v3/text-to-image~'image_size':{'width':100000,'height':1}",
                "bytedance/seedream/v4/text-to-image~'image_size':{'width':1024.5,'height':1024}"
            })
    void refuseWhatOnlyTheSchemaAllows(String id, String parameter) throws Exception {
        assertThat(sandbox.generate(body(id, parameter)).statusCode()).isEqualTo(500);
        assertThat(sandbox.billed()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "flux/schnell~'num_images':4~31200",
                "blackforestlabs/flux-2~'image_size':{'width':2048,'height':1024},'num_images':2~187200",
                "flux-pro/v1.1-ultra~'num_images':2~312000",
                "flux-2-pro~'x':1~78000",
                "flux-2-pro~'image_urls':['https://a.example/1','https://a.example/2']~234000",
                "wan2.7-image-pro~'n':4~195000",
                "gpt-image-1~'quality':'low'~28314", // 272 × 104 + 2 × 13
                "gpt-image-1-mini~'quality':'low'~5663", // a fifth of it, rounded up
                "gpt-image-1.5~'size':'1024x1536','quality':'high'~519189",
                "x-ai/grok-imagine-image~'n':10~520000"
            })
    void chargeByTheirUnit(String id, String parameters, long credits) throws Exception {
        HttpResponse<String> response = sandbox.generate(body(id, parameters));

        assertThat(credits(response)).isEqualTo(credits);
        assertThat(header(response, "x-aimlapi-credits-used")).isEqualTo(String.valueOf(credits));
        assertThat(sandbox.billed()).isEqualTo(credits);
    }

    @Test
    void gemini3ChargesForSizeAndThoughts() throws Exception {
        long small = credits(sandbox.generate(body("google/nano-banana-2", "")));
        long large = credits(sandbox.generate(body("google/nano-banana-2", "'resolution':'4K'")));
        long more = credits(sandbox.generate(body("google/nano-banana-2", "").replace("Rex", "Rex ".repeat(99))));

        assertThat(small).isBetween(174_720L + 3_120, 174_720L + 10_000);
        assertThat(large - small).isEqualTo(218_400);
        assertThat(more).isNotEqualTo(small);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flux/dev/image-to-image",
                "klingai/image-o1",
                "triposr",
                "dall-e-3",
                "x-ai/grok-2-image",
                "no/such"
            })
    void areOnlyTheTextToImageModels(String id) throws Exception {
        HttpResponse<String> response = sandbox.generate(body(id, ""));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/error/name").stringValue()).isEqualTo("NotFoundException");
    }

    @Test
    void areNamedByTheBooksAndLogsByTheirCanonicalId() throws Exception {
        String inference = header(sandbox.generate(body("flux-2-pro", "")), "x-inference-id");
        sandbox.control("POST", "/sandbox/refunds", "{\"inference_id\":\"" + inference + "\",\"credits\":1000}");
        sandbox.generate(body("gpt-image-1", "'n':2"));

        JsonNode ledger = sandbox.getJson("/v2/billing/transactions").get("data");
        JsonNode logs = sandbox.getJson("/v2/logs?period=24h").get("data");

        assertThat(ledger.toString()).contains("blackforestlabs/flux-2-pro").doesNotContain("stable-diffusion");
        assertThat(logs.at("/0/model").stringValue()).isEqualTo("openai/gpt-image-1");
        assertThat(logs.at("/0/status").stringValue()).isEqualTo("failed");
        assertThat(logs.at("/1/model").stringValue()).isEqualTo("blackforestlabs/flux-2-pro");
        assertThat(logs.at("/1/cost/credits").longValue()).isEqualTo(78_000);
    }

    @Test
    void mustHaveMultiplesOf32WhenToldTo() throws Exception {
        sandbox.control("PUT", "/sandbox/settings", "{\"multiple-of32\":\"reject\"}");

        assertThat(sandbox.generate(body("flux-2", "'image_size':{'width':1000}"))
                        .body())
                .contains("Number must be a multiple of 32");
    }

    @Test
    void areRefusedWhenTheirPriceIsMoreThanTheBalance() throws Exception {
        sandbox.control("PUT", "/sandbox/settings", "{\"balance\":100000}");

        assertThat(sandbox.generate(body("qwen-image-2.0-pro", "")).statusCode())
                .isEqualTo(403);
        assertThat(sandbox.generate(body("flux/schnell", "'num_images':4")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theDummyFailsAsItIsTold() throws Exception {
        HttpResponse<String> response =
                sandbox.generate(body("test/dummy-image", "'test':{'delay':1,'errorStatus':503}"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(json(response).get("title").stringValue()).isEqualTo("Service Unavailable");
        assertThat(sandbox.billed()).isZero();
    }

    private static long credits(HttpResponse<String> response) {
        return json(response).at("/meta/usage/credits_used").longValue();
    }
}
