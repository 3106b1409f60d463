package dev.imagegateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of every model against the vendor's documentation: what breaks one is refused and never reaches the sandbox,
 * and what keeps them is accepted by the sandbox, which reads the documentation itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelTableTests {

    /** OpenAI's clients send them to every model; those that a model does not have are ignored or mapped. */
    private static final Set<String> EVERYWHERE = Set.of(
            "quality",
            "style",
            "background",
            "moderation",
            "output_format",
            "output_compression",
            "n",
            "size",
            "response_format");

    private static final String EXCEEDED = "image_gateway_catalogue_price_exceeded_total";

    private final RunningSandbox server = RunningSandbox.start("--sandbox.balance=1000000000000");
    private final Gateway gateway = Gateway.start(server.url(), settings());

    /** Prices for the models that have none, and permission for restricted parameters. */
    private static String[] settings() {
        var settings = new ArrayList<>(List.of(
                "--gateway.catalogue.permitted-parameters=provider,loras", "--gateway.catalogue.hold-price=catalogue"));
        BuiltInModels.catalogue().all().stream()
                .filter(model -> model.lifecycle().isServed() && model.pricing() == null)
                .map(Model::id)
                .forEach(id -> {
                    var at = "--gateway.catalogue.prices[" + (settings.size() - 2) / 2 + "].";
                    settings.add(at + "model=" + id);
                    settings.add(at + "credits=10000000");
                });
        return settings.toArray(String[]::new);
    }

    @AfterAll
    void close() {
        gateway.close();
        server.close();
    }

    static List<ModelFacts> variants() {
        return ModelFacts.all();
    }

    @Test
    void tableHasEveryVariantAndId() {
        assertThat(variants()).hasSize(46);
        assertThat(variants().stream().flatMap(variant -> variant.ids().stream()))
                .hasSize(119)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void rulesAreTheVendors(ModelFacts variant) {
        var sandbox = server.sandbox();
        sandbox.reset();
        var exceeded = gateway.metric(EXCEEDED);
        var wrong = new ArrayList<String>();
        var accepted = 0;
        var sent = 0;
        for (var field : variant.fields().keySet()) {
            for (var body : field.equals("response_format")
                    ? List.<ModelFacts.Body>of()
                    : variant.bodies(field).toList()) {
                var id = variant.ids().get(sent++ % variant.ids().size());
                accepted += check(id, body, wrong);
            }
        }
        for (var body : variant.counts().toList()) {
            sent++;
            accepted += check(variant.ids().getLast(), body, wrong);
        }
        for (var body : variant.neighbours(variants()).toList()) {
            sent++;
            check(variant.ids().getFirst(), body, wrong);
        }
        for (var foreign : foreign(variant)) {
            sent++;
            check(
                    variant.ids().getFirst(),
                    new ModelFacts.Body(foreign, "1", "/" + foreign + " additionalProperties"),
                    wrong);
        }

        assertThat(wrong).isEmpty();
        assertThat(sent).isGreaterThan(10);
        assertThat(sandbox.posts()).hasSize(accepted);
        // no bill above its hold, by the gateway's own prices
        assertThat(gateway.metric(EXCEEDED)).isEqualTo(exceeded);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void noCombinationIsBilledAboveItsHold(ModelFacts variant) {
        var sandbox = server.sandbox();
        var wrong = new ArrayList<String>();
        for (var body : MixedBodies.of(variant).toList()) {
            sandbox.reset();
            var held = gateway.send(gateway.generation(body)
                            .uri(gateway.to("/v1/images/generations/dry-run")
                                    .build()
                                    .uri()))
                    .json()
                    .at("/price/credits");
            var status = gateway.generate(body).status();
            var billed = sandbox.billed();
            if (status != 200 || billed == 0 || billed > held.longValue()) {
                wrong.add(status + ", billed " + billed + " of " + held + ": " + body);
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** Returns 1 for a body that is to be accepted. */
    private int check(String id, ModelFacts.Body body, List<String> wrong) {
        var prompt = body.field().equals("prompt") ? "" : "\"prompt\":\"a cat\",";
        var answer = gateway.generate(
                "{\"model\":\"" + id + "\"," + prompt + "\"" + body.field() + "\":" + body.value() + "}");
        var isRight = body.violation().isEmpty()
                ? answer.status() == 200
                : answer.status() == 400
                        && (body.violation().equals("*") || answer.violations().contains(body.violation()));
        if (!isRight) {
            var value = body.value().length() > 60 ? body.value().substring(0, 60) + "…" : body.value();
            wrong.add(id + " " + body.field() + "=" + value + " wanted [" + body.violation() + "], got "
                    + answer.status() + " " + (answer.status() == 200 ? "" : answer.text()));
        }
        return body.violation().isEmpty() ? 1 : 0;
    }

    private static Set<String> foreign(ModelFacts variant) {
        var foreign = new TreeSet<String>();
        variants().forEach(other -> foreign.addAll(other.fields().keySet()));
        foreign.removeAll(variant.fields().keySet());
        foreign.removeAll(EVERYWHERE);
        return foreign;
    }
}
