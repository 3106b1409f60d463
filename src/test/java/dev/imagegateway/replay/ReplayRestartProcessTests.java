package dev.imagegateway.replay;

import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.NamedRequest;
import java.util.function.Supplier;

/** One gateway with its books in a file: who asked it asks it again when it is back. */
class ReplayRestartProcessTests extends ReplayKillContract {

    @Override
    LedgerLocation newPlace() {
        return LedgerLocation.InFile.fresh();
    }

    @Override
    GatewayProcess heir(GatewayProcess first, Supplier<GatewayProcess> more) {
        return first;
    }

    /** Nobody else can have its file, so it knows at once that what it held is unknown. */
    @Override
    void takeOver(GatewayProcess heir, NamedRequest request) {
        heir.restart();
    }
}
