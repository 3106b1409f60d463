package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingTreeTests {

    record Settings(
            @Nullable String keyPrefix,
            @Nullable Server redisServer,
            @Nullable List<Client> testClients,
            @Nullable Map<String, Client> byName) {}

    record Server(@Nullable String userName) {}

    record Client(@Nullable String id, @Nullable List<String> keyHashes) {}

    private static final SettingTree TREE = new SettingTree().add("gateway.limits", Settings.class);

    private static boolean isBound(PropertySource<?> source) {
        var sources = new MutablePropertySources();
        sources.addFirst(source);
        try {
            return new Binder(ConfigurationPropertySources.from(sources))
                    .bind("gateway.limits", Settings.class)
                    .isBound();
        } catch (BindException _) {
            // of an element of a list, some names are missed
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.limits.key-prefix, true",
        "gateway.limits.keyPrefix, true",
        "gateway.limits.KEY_PREFIX, true",
        "gateway.limits.redis-server.user-name, true",
        "gateway.limits.redis.server.user-name, false",
        "gateway.limits.test-clients[0].id, true",
        "gateway.limits.test-clients.0.id, true",
        "gateway.limits.test-clients[0].key-hashes[0], true",
        "gateway.limits.test-clients[0].key-hash, false",
        "gateway.limits.test-clients[0].id.more, false",
        "gateway.limits.by-name.a.id, true",
        "gateway.limits.by-name[a.b].id, true",
        "gateway.limits.by-name.a.ids, false",
    })
    void nameIsKnownIfAndOnlyIfItIsBound(String name, boolean known) {
        var place = TREE.find(SettingName.elements(ConfigurationPropertyName.adapt(name, '.')));

        assertThat(place instanceof SettingTree.Known).isEqualTo(known);
        assertThat(isBound(new MapPropertySource("file", Map.of(name, "x")))).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_LIMITS_KEYPREFIX, true",
        "GATEWAY_LIMITS_KEY_PREFIX, true",
        "gateway_limits_keyprefix, true",
        "GATEWAY_LIMITS_KEYPREFX, false",
        "GATEWAY_LIMITS_REDISSERVER_USERNAME, true",
        "GATEWAY_LIMITS_REDIS_SERVER_USER_NAME, true",
        "GATEWAY_LIMITS_REDISSERVER_USER_NAME, false",
        "GATEWAY_LIMITS_TESTCLIENTS_0_ID, true",
        "GATEWAY_LIMITS_TESTCLIENTS_0_KEYHASHES, true",
        "GATEWAY_LIMITS_TESTCLIENTS_0_KEYHASHES_0, true",
        "GATEWAY_LIMITS_TESTCLIENTS_0_KEYHASHS, false",
        "GATEWAY_LIMITS_TESTCLIENTS_ID, false",
        "GATEWAY_LIMITS_BYNAME_A_ID, true",
    })
    void variableIsKnownIfAndOnlyIfItIsBound(String variable, boolean known) {
        assertThat(TREE.findVariable(variable) instanceof SettingTree.Known).isEqualTo(known);
        assertThat(isBound(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, "x"))))
                .isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_SERVICE_HOST, 10.0.0.1, true",
        "GATEWAY_SERVICE_HOST, fd00::1, true",
        "GATEWAY_SERVICE_PORT, 80, true",
        "GATEWAY_SERVICE_PORT_HTTP, 80, true",
        "GATEWAY_PORT, tcp://10.0.0.1:80, true",
        "GATEWAY_PORT_80_TCP, tcp://10.0.0.1:80, true",
        "GATEWAY_PORT_80_TCP_PROTO, tcp, true",
        "GATEWAY_PORT_80_TCP_PORT, 80, true",
        "GATEWAY_PORT_80_TCP_ADDR, 10.0.0.1, true",
        "GATEWAY_UPSTREAM_PORT, tcp://10.0.0.1:80, true",
        "GATEWAY_PORT, 8080, false",
        "GATEWAY_SERVICE_HOST, 30s, false",
        "GATEWAY_SERVICE, 10.0.0.1, false",
        "GATEWAY_LEDGER_TIMEOUTPORT, 80, false",
    })
    void onlyWhatKubernetesMakesIsTakenForALinkToAService(String variable, String value, boolean link) {
        assertThat(ServiceLinks.contain(variable, value)).isEqualTo(link);
    }
}
