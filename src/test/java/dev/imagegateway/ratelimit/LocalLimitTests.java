package dev.imagegateway.ratelimit;

import java.util.List;

/** Limits that are counted in the process. */
class LocalLimitTests extends LimitContract {

    @Override
    List<String> store() {
        return List.of();
    }
}
