package dev.imagegateway.replay;

import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.NamedRequest;
import dev.imagegateway.support.process.PostgresServer;
import java.util.function.Supplier;

/** Two gateways on one PostgreSQL: who asked the dead one asks the other. */
class ReplayKillProcessTests extends ReplayKillContract {

    @Override
    LedgerLocation newPlace() {
        return new LedgerLocation.InPostgres(PostgresServer.shared().newDatabase());
    }

    @Override
    GatewayProcess heir(GatewayProcess first, Supplier<GatewayProcess> more) {
        return more.get();
    }

    /** It may live as long as its lease lasts. */
    @Override
    void takeOver(GatewayProcess heir, NamedRequest request) {
        isInProgress(heir, request);
    }
}
