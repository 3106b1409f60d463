package dev.imagegateway.http;

import io.micrometer.common.KeyValue;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/**
 * Gives requests whose caller has hung up an outcome of their own in {@code http.server.requests}. Their status was
 * written before they hung up, mostly 200.
 */
@Component
final class RequestObservations extends DefaultServerRequestObservationConvention {

    private static final KeyValue OUTCOME = KeyValue.of("outcome", "CLIENT_DISCONNECTED");

    /** nginx's status for this. No response has it. */
    private static final KeyValue STATUS = KeyValue.of("status", "499");

    private static final KeyValue NO_EXCEPTION = KeyValue.of("exception", KeyValue.NONE_VALUE);

    @Override
    protected KeyValue outcome(ServerRequestObservationContext context) {
        return isDisconnected(context) ? OUTCOME : super.outcome(context);
    }

    @Override
    protected KeyValue status(ServerRequestObservationContext context) {
        return isDisconnected(context) ? STATUS : super.status(context);
    }

    @Override
    protected KeyValue exception(ServerRequestObservationContext context) {
        return isDisconnected(context) ? NO_EXCEPTION : super.exception(context);
    }

    private static boolean isDisconnected(ServerRequestObservationContext context) {
        return context.getCarrier() != null && CallerDisconnects.isNoted(context.getCarrier());
    }
}
