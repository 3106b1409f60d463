package dev.imagegateway.generation;

import static dev.imagegateway.support.GatewayWithClients.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Generations as callers find them in the books, whichever store those are in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GenerationListContract {

    private final GatewayWithClients office;

    GenerationListContract(GatewayWithClients.Store store) {
        this.office =
                GatewayWithClients.open(store, "--gateway.images.store=disk", "--gateway.ledger.keep-prompts=true");
    }

    @AfterAll
    void close() {
        office.close();
    }

    @Test
    void clientsSeeTheirOwnAndAdminsAll() {
        var a = office.generate(TestKeys.CLIENT, "sees").header("X-Generation-Id");
        var b = office.generate(TestKeys.TEAM_B, "sees").header("X-Generation-Id");

        assertThat(each(office.get(TestKeys.CLIENT, "/v1/generations?user=sees"), "id"))
                .containsExactly(a);
        assertThat(each(office.get(TestKeys.TEAM_B, "/v1/generations?user=sees&client=team-b"), "id"))
                .containsExactly(b);
        assertThat(each(office.get(TestKeys.ADMIN, "/v1/generations?user=sees"), "id"))
                .containsExactly(b, a);
        assertThat(each(office.get(TestKeys.ADMIN, "/v1/generations?user=sees&client=team-a"), "id"))
                .containsExactly(a);
        assertThat(each(office.get(TestKeys.TEAM_B, "/v1/usage?group_by=client"), "group"))
                .containsExactly("team-b");
        assertThat(each(office.get(TestKeys.ADMIN, "/v1/usage?group_by=client"), "group"))
                .contains("team-a", "team-b");

        for (var path :
                List.of("/v1/generations?client=team-a", "/v1/usage?client=team-a", "/v1/usage?client=no-one")) {
            assertThat(office.get(TestKeys.TEAM_B, path).problem()).isEqualTo("forbidden");
        }
        assertThat(office.get(TestKeys.TEAM_B, "/v1/generations/" + a).problem())
                .isEqualTo("not-found");
        assertThat(office.get(TestKeys.TEAM_B, "/v1/generations/" + b).json().propertyNames())
                .doesNotContain("key_prefixes");
    }

    @Test
    void generationIsShownAsItStandsInTheBooks() {
        var generated = office.generate(TestKeys.CLIENT, "shown");
        var id = generated.header("X-Generation-Id");

        var shown = office.get(TestKeys.ADMIN, "/v1/generations/" + id);

        office.assertOfSchema("Generation", shown);
        office.assertOfSchema("Generation", office.get(TestKeys.CLIENT, "/v1/generations/" + id));
        var body = shown.json();
        assertThat(body.path("id").asString()).isEqualTo(id);
        assertThat(body.path("state").asString()).isEqualTo("settled");
        assertThat(body.path("outcome").asString()).isEqualTo("succeeded");
        assertThat(body.path("credits_used").intValue()).isEqualTo(91_000);
        assertThat(body.path("usd_spent").decimalValue()).isEqualByComparingTo("0.0455");
        assertThat(body.path("cost_source").asString()).isEqualTo("body");
        assertThat(body.path("seed")).isEqualTo(generated.json().path("seed"));
        assertThat(body.path("attempts").intValue()).isEqualTo(1);
        assertThat(body.path("request_id").asString()).isEqualTo(generated.header("X-Request-Id"));
        assertThat(body.at("/key_prefixes/0").asString()).isEqualTo(TestKeys.name(TestKeys.UPSTREAM));
        assertThat(Instant.parse(body.path("created_at").asString()))
                .isBeforeOrEqualTo(Instant.parse(body.path("ended_at").asString()));
        assertThat(office.get(TestKeys.ADMIN, "/v1/generations/gen-none").problem())
                .isEqualTo("not-found");
    }

    @Test
    void listShowsPromptsAndThumbnailsOfKeptImages() {
        var id = office.generate(TestKeys.CLIENT, "pictures").header("X-Generation-Id");
        var path = "/v1/generations?user=pictures";

        await().untilAsserted(() -> assertThat(office.get(TestKeys.CLIENT, path)
                        .json()
                        .at("/data/0/images/0/state")
                        .asString())
                .isEqualTo("kept"));

        var list = office.get(TestKeys.CLIENT, path);
        office.assertOfSchema("GenerationList", list);
        assertThat(list.json().at("/data/0/prompt").asString()).isEqualTo("a cat");
        assertThat(list.json().at("/data/0").has("attempt_log")).isFalse();
        var image = list.json().at("/data/0/images/0");
        assertThat(image.path("id").asString()).isEqualTo(id.replaceFirst("gen-", "img-") + "-0");
        assertThat(image.path("media_type").asString()).isEqualTo("image/png");
        assertThat(image.path("width").intValue()).isEqualTo(1024);
        // without a credential
        var thumbnail = office.gateway()
                .send(HttpRequest.newBuilder(
                        URI.create(image.path("thumbnail_url").asString())));
        assertThat(thumbnail.status()).isEqualTo(200);
        assertThat(thumbnail.header("Content-Type")).isEqualTo("image/jpeg");

        office.gateway()
                .send(office.gateway()
                        .to("/v1/images/" + image.path("id").asString())
                        .header("Authorization", "Bearer " + TestKeys.CLIENT)
                        .DELETE());
        var removed = office.get(TestKeys.CLIENT, path);
        office.assertOfSchema("GenerationList", removed);
        assertThat(removed.json().at("/data/0/images/0/state").asString()).isEqualTo("removed");
        assertThat(removed.json().at("/data/0/images/0").has("thumbnail_url")).isFalse();
    }

    @Test
    void attemptsAreShownInOrder() {
        office.sandbox().fault("{\"fault\":\"unavailable\",\"times\":1,\"promptContains\":\"a badger\"}");
        var id = office.gateway()
                .generate(GatewayWithClients.body("attempts").replace("a cat", "a badger"))
                .header("X-Generation-Id");
        var path = "/v1/generations/" + id;

        var shown = office.get(TestKeys.CLIENT, path);
        office.assertOfSchema("Generation", shown);
        var log = shown.json().path("attempt_log");
        assertThat(log.values().stream()
                        .map(attempt -> attempt.path("id").asString() + " "
                                + attempt.path("outcome").asString() + " "
                                + attempt.path("status").asString() + " "
                                + attempt.path("reason").asString("")))
                .containsExactly(id + ".1 refused 503 failure", id + ".2 answered 200 ");
        assertThat(Instant.parse(log.at("/0/started_at").asString()))
                .isBeforeOrEqualTo(Instant.parse(log.at("/1/started_at").asString()));
        assertThat(log.at("/1/inference_id")).isEqualTo(shown.json().path("inference_id"));
        assertThat(log.at("/1").has("key_prefix")).isFalse();

        var toAdmin = office.get(TestKeys.ADMIN, path);
        office.assertOfSchema("Generation", toAdmin);
        assertThat(toAdmin.json().at("/attempt_log/1/key_prefix").asString())
                .isEqualTo(TestKeys.name(TestKeys.UPSTREAM));
    }

    @Test
    void requestIdLeadsToItsGeneration() {
        var generated = office.generate(TestKeys.CLIENT, "asked");
        var path = "/v1/generations?request_id=" + generated.header("X-Request-Id");

        office.assertOfSchema("GenerationList", office.get(TestKeys.CLIENT, path));
        for (var key : List.of(TestKeys.CLIENT, TestKeys.ADMIN)) {
            assertThat(each(office.get(key, path), "id")).containsExactly(generated.header("X-Generation-Id"));
        }
        assertThat(each(office.get(TestKeys.TEAM_B, path), "id")).isEmpty();
        assertThat(each(office.get(TestKeys.ADMIN, "/v1/generations?request_id=req-none"), "id"))
                .isEmpty();
    }

    @Test
    void generationsWithBlockedImagesAreFound() {
        var blocked = office.gateway()
                .generate(GatewayWithClients.body("blocked").replace("a cat", "nsfw"))
                .header("X-Generation-Id");
        var passed = office.generate(TestKeys.CLIENT, "blocked").header("X-Generation-Id");
        var path = "/v1/generations?user=blocked&blocked=";

        await().untilAsserted(() -> {
            assertThat(each(office.get(TestKeys.CLIENT, path + "true"), "id")).containsExactly(blocked);
            assertThat(each(office.get(TestKeys.CLIENT, path + "false"), "id")).containsExactly(passed);
        });
        office.assertOfSchema("GenerationList", office.get(TestKeys.ADMIN, path + "true"));
        assertThat(each(office.get(TestKeys.TEAM_B, path + "true"), "id")).isEmpty();
        assertThat(office.get(TestKeys.CLIENT, "/v1/generations?user=blocked").json().path("data").values().stream()
                        .map(generation ->
                                generation.path("has_nsfw_concepts").values().toString()))
                .containsExactly("[false]", "[true]");
    }

    @Test
    void pagesHoldEachGenerationOnceWhileOthersArrive() {
        var before = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            before.addFirst(office.generate(TestKeys.CLIENT, "pages").header("X-Generation-Id"));
        }
        // as if they had been held in the same millisecond
        office.write("UPDATE generation SET held_at = (SELECT MIN(held_at) FROM generation WHERE user_tag = 'pages')"
                + " WHERE user_tag = 'pages'");

        var seen = new ArrayList<String>();
        var path = "/v1/generations?user=pages&state=settled&outcome=succeeded&limit=3";
        var page = office.get(TestKeys.CLIENT, path);
        while (true) {
            office.assertOfSchema("GenerationList", page);
            seen.addAll(each(page, "id"));
            if (!page.json().path("has_more").booleanValue()) {
                break;
            }
            office.generate(TestKeys.CLIENT, "pages");
            page = office.get(
                    TestKeys.CLIENT,
                    path + "&cursor=" + page.json().path("next_cursor").asString());
        }

        assertThat(seen).containsExactlyElementsOf(before);
        assertThat(page.json().path("next_cursor").isNull()).isTrue();
        assertThat(each(office.get(TestKeys.CLIENT, "/v1/generations?user=pages&state=released"), "id"))
                .isEmpty();
    }
}
