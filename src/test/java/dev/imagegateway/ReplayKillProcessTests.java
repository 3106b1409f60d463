package dev.imagegateway;

import dev.imagegateway.process.PostgresServer;
import java.util.function.Supplier;

/** Two gateways on one PostgreSQL: who asked the dead one asks the other. */
class ReplayKillProcessTests extends ReplayKillContract {

    @Override
    LedgerPlace newPlace() {
        return new LedgerPlace.InPostgres(PostgresServer.shared().newDatabase());
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
