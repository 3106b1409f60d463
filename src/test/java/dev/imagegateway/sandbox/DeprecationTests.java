package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DeprecationTests {

    private static final String FEED = "/v1/models/deprecations";

    private final SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theFeedHasWhatTheVendorWithdrewNewestFirst() throws Exception {
        HttpResponse<String> response = sandbox.get(FEED);

        JsonNode first = json(response).at("/data/0");
        assertThat(first.propertyNames())
                .containsExactly("id", "aliases", "status", "deprecated_at", "shutdown_at", "replaced_by", "reason");
        assertThat(first.get("id").stringValue()).isEqualTo("bytedance/seededit-3.0-i2i");
        assertThat(first.get("shutdown_at").stringValue()).isEqualTo("2026-06-22");
        assertThat(json(response).get("data")).hasSize(10);
        assertThat(header(response, "cache-control")).isEqualTo("public, max-age=300");
    }

    @Test
    void theTagChangesWithTheEntriesOnly() throws Exception {
        String tag = header(sandbox.get(FEED), "etag");
        sandbox.clock.pass(Duration.ofMinutes(1));

        assertThat(sandbox.send(sandbox.to(FEED).header("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
        announce("{\"id\":\"stable-diffusion-v3-medium\"}");
        assertThat(sandbox.send(sandbox.to(FEED).header("If-None-Match", tag)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=withdrawn|10",
                "status=DEPRECATED,withdrawn|10",
                "status=deprecated|0",
                "status=depreciated|10",
                "since=2026-06-09|4",
                "since=June|10"
            })
    void theFiltersIgnoreWhatTheyDoNotKnow(String query, int entries) throws Exception {
        assertThat(sandbox.getJson(FEED + "?" + query).get("data")).hasSize(entries);
    }

    @Test
    void aDeprecatedModelWorksUntilItsDayComes() throws Exception {
        // the clock of the tests starts on 22 November
        JsonNode entry = announce("{\"id\":\"stable-diffusion-v3-medium\",\"shutdown_at\":\"2026-11-24\","
                + "\"replaced_by\":\"stable-diffusion-v35-large\"}");

        assertThat(entry.get("status").stringValue()).isEqualTo("deprecated");
        assertThat(entry.get("reason").isNull()).isTrue();
        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(200);
        assertThat(listed("stable-diffusion-v3-medium")).isFalse();
        assertThat(sandbox.getJson("/model/stable-diffusion-v3-medium")
                        .at("/data/info/shutdownAt")
                        .stringValue())
                .isEqualTo("2026-11-24");

        sandbox.clock.pass(Duration.ofDays(2));

        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(404);
        assertThat(sandbox.get("/model/stable-diffusion-v3-medium").statusCode())
                .isEqualTo(404);
        assertThat(sandbox.getJson(FEED).at("/data/0/status").stringValue()).isEqualTo("withdrawn");
    }

    @Test
    void aModelRetiresWithItsAliases() throws Exception {
        JsonNode entry = announce("{\"id\":\"flux-2-pro\",\"status\":\"withdrawn\"}");

        assertThat(entry.get("id").stringValue()).isEqualTo("blackforestlabs/flux-2-pro");
        assertThat(entry.get("aliases").toString()).contains("flux-2-pro");
        assertThat(entry.get("shutdown_at").stringValue()).isEqualTo("2026-11-22");
        for (String id : new String[] {"flux-2-pro", "blackforestlabs/flux-2-pro"}) {
            assertThat(sandbox.generate(T_REX.replace("stable-diffusion-v3-medium", id))
                            .statusCode())
                    .isEqualTo(404);
        }

        sandbox.control("DELETE", "/sandbox/deprecations", "");
        assertThat(listed("flux-2-pro")).isTrue();
    }

    @Test
    void aSupersededModelLivesOn() throws Exception {
        JsonNode entry = announce("{\"id\":\"flux/dev\",\"status\":\"superseded\",\"replaced_by\":\"flux-2\"}");

        assertThat(entry.get("shutdown_at").isNull()).isTrue();
        assertThat(sandbox.generate(T_REX.replace("stable-diffusion-v3-medium", "flux/dev"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"no/such\"}",
                "{\"id\":\"flux/dev\",\"status\":\"gone\"}",
                "{\"id\":\"flux/dev\",\"shutdown_at\":\"tomorrow\"}",
                "{\"id\":\"flux/dev\",\"status\":\"superseded\",\"shutdown_at\":\"2026-12-01\"}",
                "{\"id\":\"flux/dev\",\"when\":\"2026-12-01\"}"
            })
    void whatCannotBeAnnouncedIsRefused(String entry) throws Exception {
        assertThat(sandbox.control("POST", "/sandbox/deprecations", entry).statusCode())
                .isEqualTo(400);
    }

    private JsonNode announce(String entry) throws Exception {
        HttpResponse<String> response = sandbox.control("POST", "/sandbox/deprecations", entry);
        assertThat(response.statusCode()).isEqualTo(201);
        return json(response);
    }

    private boolean listed(String id) throws Exception {
        return !sandbox.getJson("/v1/models?id=" + id).get("data").isEmpty();
    }
}
