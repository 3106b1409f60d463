package dev.imagegateway.images;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;

/**
 * Resolves names below {@code .test} to the addresses that they spell: {@code 127-0-0-1.10-0-0-1.any.test} has two, and
 * {@code xx1.any.test} has {@code ::1}. {@code 127-0-0-1.then.10-0-0-1.any.test} has the first one only once. No
 * configuration class, so that only gateways with {@link #SETTING} have it.
 */
final class StubNames {

    static final String SETTING = "--spring.main.sources=" + StubNames.class.getName();

    private final Map<String, Integer> lookups = new ConcurrentHashMap<>();

    @Bean
    AddressResolverGroup<InetSocketAddress> names() {
        return new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {
                    @Override
                    protected void doResolve(String host, Promise<InetAddress> promise) {
                        promise.setFailure(new AssertionError("all addresses are asked for"));
                    }

                    @Override
                    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                        try {
                            promise.setSuccess(addresses(host));
                        } catch (UnknownHostException e) {
                            promise.setFailure(e);
                        }
                    }
                });
            }
        };
    }

    /** How often a name was looked up. */
    int lookups(String host) {
        return lookups.getOrDefault(host, 0);
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        var names = host.split("\\.(?=[a-z]+\\.test$)", 2);
        if (names.length < 2) {
            throw new UnknownHostException(host);
        }
        var answers = names[0].split("\\.then\\.", -1);
        var lookup = lookups.merge(host, 1, Integer::sum);
        return Arrays.stream(answers[Math.min(lookup, answers.length) - 1].split("\\.", -1))
                .map(label -> named(host, label))
                .toList();
    }

    private static InetAddress named(String host, String label) {
        var literal = InetAddress.ofLiteral(label.replace('-', '.').replace('x', ':'));
        try {
            return InetAddress.getByAddress(host, literal.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
