package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.body;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the responses of each family look like, and the files that they name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelAnswerTests {
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "flux-2~~data,meta~url~image/png",
                "flux-2~'output_format':'webp'~data,meta~url~image/webp",
                "flux-pro~~data,meta~url~image/jpeg",
                "recraft-v3~~data,meta~url~image/webp",
                "recraft-v3~'style':'vector_illustration'~data,meta~url~image/svg+xml",
                "meta/muse-image~~data,meta~url~image/webp",
                "qwen-image~~created,background,output_format,quality,size,usage,data,meta~url~image/png",
                "wan2.6-image~~created,data,meta~url~image/png",
                "imagen-4.0-fast-generate-001~~data,meta~b64_json,url,mime_type~image/png",
                "imagen-3.0-generate-002~~data,meta~b64_json,url,mime_type,prompt~image/png",
                "nano-banana~~description,data,meta~url,content_type,file_name,width,height~image/png",
                "gpt-image-2~~created,background,output_format,quality,size,usage,data,meta~"
                        + "b64_json,url,revised_prompt~image/png",
                "x-ai/grok-imagine-image~~data,meta~url,mime_type,revised_prompt~image/png",
                "bytedance/seedream-5-0-pro~~data,meta~url,size~image/jpeg",
                "reve/create-image~~data,meta~b64_json,url,request_id,content_violation~image/png"
            })
    void answerInTheirOwnShape(String id, String parameters, String keys, String itemKeys, String type)
            throws Exception {
        JsonNode response = json(sandbox.generate(body(id, parameters == null ? "" : parameters)));

        assertThat(response.propertyNames()).containsExactly(keys.split(",", -1));
        JsonNode item = response.at("/data/0");
        assertThat(item.propertyNames()).containsExactly(itemKeys.split(",", -1));
        var file = sandbox.download(item.get("url").stringValue());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(header(file, "content-type")).isEqualTo(type);
        assertThat(ImageFiles.typeOf(file.body())).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "gpt-image-1~'response_format':'b64_json'",
                "x-ai/grok-imagine-image~'response_format':'b64_json','resolution':'1k'",
                "bytedance/seedream-5-0-pro~'response_format':'b64_json'",
                "imagen-4.0-generate-001~'convert_base64_to_url':false",
                "reve/create-image~'convert_base64_to_url':false"
            })
    void carryBase64OnRequest(String id, String parameters) throws Exception {
        JsonNode response = json(sandbox.generate(body(id, parameters)));

        JsonNode item = response.at("/data/0");
        assertThat(item.get("url").isNull()).isTrue();
        assertThat(ImageFiles.typeOf(
                        Base64.getDecoder().decode(item.get("b64_json").stringValue())))
                .startsWith("image/");
        if (id.startsWith("gpt")) {
            assertThat(response.at("/usage/output_tokens").intValue()).isEqualTo(1056);
            assertThat(response.get("size").stringValue()).isEqualTo("1024x1024");
        }
    }

    @Test
    void carryADataUrlInSyncMode() throws Exception {
        JsonNode item =
                json(sandbox.generate(body("flux/srpo", "'sync_mode':true"))).at("/data/0");

        assertThat(item.get("url").stringValue()).startsWith("data:image/jpeg;base64,/9j/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "flux/kontext-pro/text-to-image~'aspect_ratio':'21:9'~1568x672",
                "nano-banana-pro~'aspect_ratio':'9:16','resolution':'4K'~2304x4096",
                "google/nano-banana-2~~1024x576",
                "x-ai/grok-imagine-image~'aspect_ratio':'2:1'~2048x1024",
                "gpt-image-1~'size':'1536x1024'~1536x1024",
                "bytedance/seedream-4-5~'image_size':{'width':1441,'height':2001}~1441x2001",
                "bytedance/seedream-5-0-pro~~1536x1536",
                "alibaba/qwen-image-3~'image_size':{'width':384}~384x1024",
                "flux-2~'image_size':{'width':2048,'height':2016}~2048x2016",
                "flux-2~'image_size':{'width':2048,'height':2016},'output_format':'webp'~2048x2016",
                "recraft-v3~'style':'vector_illustration'~1024x1024"
            })
    void drawTheSizeAsked(String id, String parameters, String size) throws Exception {
        JsonNode item = json(sandbox.generate(body(id, parameters == null ? "" : parameters)))
                .at("/data/0");

        byte[] file = sandbox.download(item.get("url").stringValue()).body();

        assertThat(ImageFiles.sizeOf(file)).isEqualTo(size);
        assertThat(file.length).isLessThan(2_000_000);
    }
}
