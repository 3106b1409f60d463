package dev.imagegateway.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.imagegateway.model.RequestCase;
import dev.imagegateway.model.RequestCases;
import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API document is valid, and says of every request and answer what the service does with it. */
@ExtendWith(Suite.class)
class ApiDocumentTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String POST = "/paths/~1v1~1images~1generations/post";

    /** By the gateway's port. It has the schemas of all models, so reading it takes longer than a test. */
    private static final Map<Integer, Schema> REQUESTS = new ConcurrentHashMap<>();

    /** Rules that JSON Schema can state; the others are syntax, or bind two fields together. */
    private static final Set<String> STATABLE =
            Set.of("required", "type", "enum", "minimum", "maximum", "multipleOf", "maxLength", "additionalProperties");

    @Test
    void parserFindsNoFaultInIt(Gateway gateway) {
        var text = gateway.send(gateway.to("/v3/api-docs")).text();

        var result = new OpenAPIV3Parser().readContents(text, List.of(), new ParseOptions());

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
        assertThat(result.getOpenAPI().getPaths())
                .containsOnlyKeys(
                        "/v1/images/generations",
                        "/v1/images/generations/dry-run",
                        "/v1/images/{id}",
                        "/v1/images/{id}/thumbnail",
                        "/v1/generations/{id}/resolution",
                        "/v1/unmatched-generations",
                        "/v1/unmatched-generations/{id}/adoption",
                        "/v1/models",
                        "/v1/models/{model}",
                        "/v1/generations",
                        "/v1/generations/{id}",
                        "/v1/usage",
                        "/v1/usage.csv",
                        "/v1/images.zip",
                        "/v1/status",
                        "/v1/client",
                        "/v1/clients");
        var broken = new OpenAPIV3Parser()
                .readContents(text.replace("\"responses\"", "\"respnses\""), List.of(), new ParseOptions());
        assertThat(broken.getMessages()).isNotEmpty();
    }

    @Test
    void everyRequestThatItShowsIsServed(Gateway gateway) {
        var document = ApiDocument.of(gateway);
        var examples = document.at(POST + "/requestBody/content/application~1json/examples");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (var example : examples) {
            var body = example.path("value");
            assertThat(ApiDocument.schema(document, "ImageGenerationRequest").validate(body))
                    .isEmpty();
            var answer = gateway.generate(body.toString());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(ApiDocument.schema(document, "ImageGenerationResponse").validate(answer.json()))
                    .isEmpty();
        }
    }

    @Test
    void itNamesTheHeaderLocationWhereverItIsSent(Gateway gateway) {
        var located = new ArrayList<String>();
        ApiDocument.of(gateway).at(POST + "/responses").forEachEntry((status, response) -> {
            if (response.path("headers").has("Location")) {
                located.add(status);
            }
        });
        // accepted, in progress, result-lost, delivery-failed, still-generating and outcome-unknown
        assertThat(located).contains("202", "409", "410", "503", "504").doesNotContain("200", "400", "429");
    }

    @Test
    void generationsByIdMayFailToBeDelivered(Gateway gateway) {
        var responses = ApiDocument.of(gateway).at("/paths/~1v1~1generations~1{id}/get/responses");
        assertThat(responses
                        .at("/503/content/application~1problem+json/examples")
                        .propertyNames())
                .contains("delivery-failed-recognised");
        assertThat(responses.has("424")).isFalse();
    }

    @Test
    void everyAnswerThatItShowsIsOfItsSchema(Gateway gateway) {
        var document = ApiDocument.of(gateway);
        var codes = new ArrayList<String>();
        document.at(POST + "/responses").forEachEntry((status, response) -> {
            if (status.equals("202")) {
                // its body is two names and an id
                return;
            }
            var ok = status.equals("200");
            var media = ok ? "application~1json" : "application~1problem+json";
            var reference = response.at("/content/" + media + "/schema/$ref").asString();
            var schema = ApiDocument.schema(document, reference.substring(reference.lastIndexOf('/') + 1));
            var examples = response.at("/content/" + media + "/examples");
            assertThat(examples).as(status).isNotEmpty();
            examples.forEachEntry((name, example) -> {
                assertThat(schema.validate(example.path("value"))).as(name).isEmpty();
                if (!ok) {
                    codes.add(name);
                    assertThat(example.at("/value/status").asString()).isEqualTo(status);
                }
            });
            assertThat(response.path("headers").propertyNames()).contains("X-Request-Id");
        });
        assertThat(codes)
                .contains("invalid-request", "outcome-unknown", "internal-error")
                .doesNotHaveDuplicates();
    }

    static Stream<RequestCase> statable() {
        return RequestCases.all()
                // integers beyond 64 bits: the validator used here gives up on them
                // of a field that the model ignores, the document asks for the type that other models take
                .filter(one -> !one.body().contains("\"style\":{"))
                .filter(one -> !one.body().contains("e400") && !one.body().contains("e999999999"))
                .filter(one -> one.violations().stream().allMatch(ApiDocumentTests::isStatable));
    }

    private static boolean isStatable(String violation) {
        var parts = violation.split(" ", 2);
        // the pixels of size are inside a text
        return STATABLE.contains(parts[1]) && (!parts[0].equals("/size") || !parts[1].startsWith("m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statable")
    void schemaAgreesWithTheService(RequestCase example, Gateway gateway) {
        var body = JSON.readTree(example.body());
        assertThat(REQUESTS.computeIfAbsent(
                                gateway.port(),
                                _ -> ApiDocument.schema(ApiDocument.of(gateway), "ImageGenerationRequest"))
                        .validate(body)
                        .isEmpty())
                .isEqualTo(example.forwarded() != null);
    }

    @Test
    void everyErrorIsAnAnswerOfSomeOperation(Gateway gateway) {
        var document = ApiDocument.of(gateway);
        var shown = new TreeSet<String>();
        document.path("paths")
                .forEach(item -> item.forEach(operation -> operation
                        .path("responses")
                        .forEach(response -> response.at("/content/application~1problem+json/examples")
                                .forEach(example -> shown.add(
                                        example.at("/value/error/code").stringValue())))));
        assertThat(document.at("/components/schemas/OpenAiError/properties/code/x-extensible-enum"))
                .extracting(JsonNode::stringValue)
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    @Test
    void nothingIsLeftToPutIn(Gateway gateway) {
        assertThat(gateway.send(gateway.to("/v3/api-docs")).text())
                .doesNotContain("${", "\"x-rule\"", "\"x-errors\"", "\"x-headers\"");
    }

    @Test
    void realProblemsAreOfItsSchema(Gateway gateway) {
        var schema = ApiDocument.schema(ApiDocument.of(gateway), "Problem");
        for (var answer : List.of(
                gateway.generate("{\"n\":9}"),
                gateway.generate("{"),
                gateway.send(gateway.generation("").DELETE()),
                gateway.send(gateway.to("/v1/models")))) {
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(schema.validate(answer.json())).isEmpty();
        }
    }

    @Test
    void modelsAreListedWithLimitsAndPrice(Gateway gateway) {
        var list = gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + TestKeys.CLIENT));
        assertThat(list.status()).isEqualTo(200);
        assertThat(ApiDocument.schema(ApiDocument.of(gateway), "ModelList").validate(list.json()))
                .isEmpty();
        var model = list.json()
                .path("data")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(Gateway.MODEL_ID))
                .findFirst()
                .orElseThrow();
        assertThat(model.at("/price/credits_per_image").longValue()).isEqualTo(91000);
        assertThat(model.at("/presets/landscape_16_9")).hasToString("{\"width\":1024,\"height\":576}");
        assertThat(model.at("/limits/num_images/maximum").intValue()).isEqualTo(4);

        var one = gateway.send(gateway.to("/v1/models/stable-diffusion-v3-medium")
                .header("Authorization", "Bearer " + TestKeys.CLIENT));
        assertThat(one.json()).isEqualTo(model);
        var none = gateway.send(gateway.to("/v1/models/dall-e-3").header("Authorization", "Bearer " + TestKeys.CLIENT));
        assertThat(none.problem()).isEqualTo("not-found");
    }

    @Test
    void everyErrorHasAPage(Gateway gateway) {
        var codes = ApiDocument.of(gateway).at("/components/schemas/OpenAiError/properties/code/x-extensible-enum");
        assertThat(codes).hasSizeGreaterThan(15);
        for (var code : codes) {
            var page = gateway.send(gateway.to("/problems/" + code.asString()).header("Accept", "text/html"));
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.text()).contains("<code>" + code.asString() + "</code>", "<h1>");
            assertThat(gateway.send(gateway.to("/problems")).text()).contains("/problems/" + code.asString());
        }
        assertThat(gateway.send(gateway.to("/problems/nothing")).problem()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/swagger-ui/index.html"})
    void documentCanBeBrowsedWithoutAKey(String path, Gateway gateway) {
        var answer = gateway.send(gateway.to(path));
        var page = answer.status() == 302 ? gateway.send(gateway.to(answer.header("Location"))) : answer;
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("swagger-ui");
    }
}
