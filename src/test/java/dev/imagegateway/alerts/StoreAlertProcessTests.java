package dev.imagegateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.process.PostgresServer;
import dev.imagegateway.support.process.RedisServer;
import dev.imagegateway.support.process.S3Server;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A gateway with PostgreSQL, Valkey and S3, which go away; slow images; and the board, with load on it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreAlertProcessTests extends AlertProof {

    private static final Stores STORES = Stores.start();

    private record Stores(PostgresServer postgres, RedisServer valkey, S3Server s3) {

        static Stores start() {
            return new Stores(PostgresServer.own(), RedisServer.start(), S3Server.start());
        }

        Installation installation() {
            return new Installation(
                    postgres.newDatabase().environment(),
                    Map.of(
                            "pause postgres", postgres::pause,
                            "unpause postgres", postgres::resume,
                            "stop valkey", valkey::kill,
                            "start valkey", valkey::restart),
                    Stream.concat(
                                    s3.settingsWithShortTimeouts().stream(),
                                    Stream.of(
                                            "--gateway.rate-limit.store=redis",
                                            "--gateway.rate-limit.redis.url=" + valkey.url()))
                            .toList());
        }
    }

    StoreAlertProcessTests() {
        super(STORES.installation());
    }

    @AfterAll
    void stopStores() {
        STORES.postgres().close();
        STORES.valkey().close();
        STORES.s3().close();
    }

    @Test
    void ledgerIsAway() {
        var proof = alerts("ledger-away", "ImageGatewayLedgerAway").on("Degraded");
        proof.fire();
        // the health is DOWN, with status 503
        proof.look(installation.shell::run);
        proof.resolve(
                () -> installation.shell.run(proof.runbook.commands("Try it").get(1)));
    }

    @Test
    void valkeyIsAway() {
        alerts("valkey-away", "ImageGatewayValkeyAway").on("Degraded").prove();
    }

    @Test
    void bucketIsAway() {
        var proof = alerts("image-store-away", "ImageGatewayImageStoreAway");
        proof.fire(() -> {
            STORES.s3().relay().goAway();
            // otherwise it is noticed within a minute
            installation.gateway.generate(Gateway.A_CAT);
        });
        proof.look();
        proof.resolve(STORES.s3().relay()::comeBack);
    }

    @Test
    @Order(1) // before other images make the share of slow ones small
    void imagesTakeLong() {
        alerts("latency", "ImageGatewayLatencyBurnsFast", "ImageGatewayLatencyBurnsSlowly")
                .on("Time of generations", "Time of attempts")
                .prove();
    }

    @Test
    void everyPanelHasDataUnderLoad() {
        installation
                .sandbox
                .sandbox()
                .call("POST", "/sandbox/deprecations", "{\"id\":\"flux/schnell\",\"shutdown_at\":\"2099-12-31\"}");
        assertThat(Board.queries()).hasSizeGreaterThan(45);
        eventually().untilAsserted(() -> {
            load();
            assertThat(Board.queries())
                    .filteredOn(query -> Stream.of(".*", "127.0.0.1:" + installation.gateway.managementPort())
                            .anyMatch(instance -> query.highest(prometheus, instance, Duration.ofSeconds(30))
                                    .isEmpty()))
                    .extracting(Board.Query::panel)
                    .isEmpty();
        });
        assertThat(Board.variables())
                .hasSize(2)
                .allSatisfy(variable -> assertThat(prometheus.labelValues(variable.selector(), variable.label()))
                        .isNotEmpty());
        assertThat(Board.annotations()).isNotEmpty().allSatisfy(prometheus::instant);
    }

    /** New images, and such as there were before. */
    private void load() {
        var gateway = installation.gateway;
        var seeded = "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"seed\":7}";
        var key = UUID.randomUUID().toString();
        Stream.of(
                        gateway.generation(Gateway.A_CAT),
                        gateway.generation(seeded),
                        gateway.generation(seeded),
                        gateway.generation(Gateway.A_CAT).header("Idempotency-Key", key),
                        gateway.generation(Gateway.A_CAT).header("Idempotency-Key", key))
                .forEach(request -> assertThat(gateway.send(request).status()).isEqualTo(200));
    }
}
