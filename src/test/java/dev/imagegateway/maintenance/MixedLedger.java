package dev.imagegateway.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.ReconciliationFixture;
import dev.imagegateway.support.RunningSandbox;
import java.net.http.HttpRequest;
import java.util.stream.Stream;

/**
 * A ledger with three settled generations, one of which has a key, a released and an unknown one, and the sandbox that
 * has billed them. The images are kept in the folder {@code images} of the ledger.
 */
final class MixedLedger implements AutoCloseable {

    static final String SEEDED = "{" + Gateway.MODEL + ",\"prompt\":\"a seeded cat\",\"seed\":7}";
    static final String IN_THE_FOLDER = "--gateway.images.store=disk";
    static final String NOT_COMPARED = "--gateway.reconciliation.enabled=false";

    final RunningSandbox server;
    final LedgerRows ledger;

    private MixedLedger(RunningSandbox server, LedgerRows ledger) {
        this.server = server;
        this.ledger = ledger;
    }

    static MixedLedger in(LedgerRows ledger) {
        var server = RunningSandbox.start(
                "--sandbox.log-delay=0s", "--sandbox.ledger-delay=0s", "--sandbox.logs-per-minute=1000000");
        return new MixedLedger(server, ledger);
    }

    /** Starts a gateway that does not resolve the unknown generation, and makes the generations. */
    Gateway filled() {
        var gateway = gateway(ledger, IN_THE_FOLDER, NOT_COMPARED);
        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
        assertThat(gateway.generate(SEEDED).status()).isEqualTo(200);
        assertThat(gateway.send(keyed(gateway)).status()).isEqualTo(200);
        server.sandbox().fault("{\"fault\":\"bad-request\",\"times\":1}");
        assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("upstream-rejected");
        server.sandbox().fault("{\"fault\":\"html-error\",\"bills\":true,\"times\":1}");
        assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("outcome-unknown");
        return gateway;
    }

    static HttpRequest.Builder keyed(Gateway gateway) {
        return gateway.generation("{" + Gateway.MODEL + ",\"prompt\":\"a cat with a key\"}")
                .header("Idempotency-Key", "order-1077");
    }

    /** Starts a gateway with this ledger in front of the same sandbox. */
    Gateway gateway(LedgerRows of, String... settings) {
        var all = Stream.concat(
                Stream.of(
                        "--gateway.upstream.base-url=" + server.url(),
                        "--gateway.delivery.allowed-origins=" + server.url()),
                Stream.of(settings));
        return ReconciliationFixture.start(of, all.toArray(String[]::new));
    }

    @Override
    public void close() {
        server.close();
    }
}
