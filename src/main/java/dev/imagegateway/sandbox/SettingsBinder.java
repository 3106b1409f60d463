package dev.imagegateway.sandbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.NestedExceptionUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Binds names and values to settings in the same way as the configuration file. */
final class SettingsBinder {

    private static final JsonMapper BY_NAME = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    private SettingsBinder() {}

    static SandboxProperties bind(Map<String, ?> values) {
        Map<String, Object> prefixed = new LinkedHashMap<>();
        values.forEach((name, value) -> prefixed.put("sandbox." + name, value));
        try {
            return bind(new Binder(new MapConfigurationPropertySource(prefixed)));
        } catch (BindException refused) {
            throw new IllegalArgumentException(
                    NestedExceptionUtils.getMostSpecificCause(refused).getMessage(), refused);
        }
    }

    /** Unlike Spring Boot's binding, fails for unknown names, except in the process environment. */
    static SandboxProperties bind(Binder binder) {
        return binder.bindOrCreate(
                "sandbox",
                Bindable.of(SandboxProperties.class),
                new NoUnboundElementsBindHandler(new UnitsRequired(), new UnboundElementsSourceFilter()));
    }

    /** Requires units, because Spring would read a duration without one as milliseconds. */
    private static final class UnitsRequired implements BindHandler {

        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            var property = context.getConfigurationProperty();
            if (result instanceof Duration time && !time.isZero() && property != null) {
                var text = String.valueOf(property.getValue());
                if (text.matches("[+-]?\\d+")) {
                    throw new IllegalArgumentException(
                            name + " has no unit: write " + text + "s for seconds (or ms, m, h, d)");
                }
            }
            return result;
        }
    }

    static SandboxProperties change(SandboxProperties settings, Map<String, ?> changes) {
        Map<ConfigurationPropertyName, Object> values = new LinkedHashMap<>();
        flatten("", asJson(settings), values);
        changes.forEach((name, value) -> values.put(nameOf(name), value));
        Map<String, Object> byName = new LinkedHashMap<>();
        values.forEach((name, value) -> byName.put(name.toString(), value));
        return bind(byName);
    }

    static JsonNode asJson(SandboxProperties settings) {
        return BY_NAME.valueToTree(settings);
    }

    /** Adds the leaves of a JSON tree with dotted names, except null leaves. */
    static void flatten(String path, JsonNode node, Map<ConfigurationPropertyName, Object> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(child -> flatten(
                            path.isEmpty() ? child.getKey() : path + "." + child.getKey(), child.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), into);
            }
        } else if (!node.isNull()) {
            into.put(nameOf(path), node.asString());
        }
    }

    private static ConfigurationPropertyName nameOf(String name) {
        return ConfigurationPropertyName.adapt(name, '.');
    }
}
