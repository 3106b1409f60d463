package dev.imagegateway.upstream;

import java.util.List;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Removes the headers of traces, which Spring's observation of a {@code WebClient} adds before filters run.
 *
 * @param headers the names of the headers
 */
record UntracedRequests(List<String> headers) implements ExchangeFilterFunction {

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return next.exchange(ClientRequest.from(request)
                .headers(sent -> headers.forEach(sent::remove))
                .build());
    }
}
