package dev.imagegateway.images;

import dev.imagegateway.images.FetchFailedException.Reason;
import java.net.URI;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Checks the responses of image hosts before their bodies are read. Follows redirects to allowed origins; each is a
 * request with all checks. Refuses compressed bodies, because a small one can be endless when it is decompressed.
 */
record FetchGuard(AllowedOrigins origins) implements ExchangeFilterFunction {

    private static final int MAX_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return exchange(request, next, MAX_REDIRECTS);
    }

    private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next, int redirects) {
        return next.exchange(request).flatMap(response -> {
            var headers = response.headers().asHttpHeaders();
            var location = headers.getFirst(HttpHeaders.LOCATION);
            if (location != null
                    && redirects > 0
                    && REDIRECTS.contains(response.statusCode().value())) {
                return leave(response).then(Mono.defer(() -> {
                    var redirected = ClientRequest.from(request)
                            .url(target(request.url(), location))
                            .build();
                    return exchange(redirected, next, redirects - 1);
                }));
            }
            if (response.statusCode().is2xxSuccessful() && isCompressed(headers)) {
                return leave(response)
                        .then(Mono.error(() -> new FetchFailedException(
                                "its host sent it compressed, which it was not asked for", Reason.UNUSABLE)));
            }
            return Mono.just(response);
        });
    }

    private URI target(URI from, String location) {
        try {
            return origins.require(from.resolve(URI.create(location)));
        } catch (IllegalArgumentException _) {
            throw new FetchFailedException("its host redirects to a malformed URL", Reason.UNUSABLE);
        }
    }

    private static boolean isCompressed(HttpHeaders headers) {
        return headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream()
                .anyMatch(encoding -> !encoding.isBlank() && !encoding.equalsIgnoreCase("identity"));
    }

    /** Closes the connection without reading the body. */
    private static Mono<Void> leave(ClientResponse response) {
        return Mono.deferContextual(context -> {
            context.<FetchConnection>getOrEmpty(FetchConnection.class).ifPresent(FetchConnection::leave);
            return response.releaseBody().onErrorComplete();
        });
    }
}
