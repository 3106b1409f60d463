package dev.imagegateway.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Checks the configuration after all properties records are registered and before the first bean is created. */
@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

    private static final String OURS = "dev.imagegateway.";

    /** Prefix of Spring Boot's own settings. Their names are not checked. */
    private static final String SPRING = "spring.";

    @Bean
    static BeanFactoryPostProcessor settingsCheck(ConfigurableEnvironment environment) {
        return beans -> check(environment, records(beans));
    }

    /** Returns the properties records by prefix. */
    static Map<String, List<Class<? extends Record>>> records(ConfigurableListableBeanFactory beans) {
        var records = new TreeMap<String, List<Class<? extends Record>>>();
        for (var name : beans.getBeanDefinitionNames()) {
            var type = beans.getType(name, false);
            if (type == null || !type.getName().startsWith(OURS)) {
                continue;
            }
            var settings = MergedAnnotations.from(type).get(ConfigurationProperties.class);
            if (settings.isPresent()) {
                records.computeIfAbsent(settings.getString("prefix"), _ -> new ArrayList<>())
                        .add(type.asSubclass(Record.class));
            }
        }
        return records;
    }

    private static void check(ConfigurableEnvironment environment, Map<String, List<Class<? extends Record>>> records) {
        var faults = new Faults();
        var strict = new StrictSettings(
                ConfigurationPropertySources.get(environment), environment.getPropertySources(), faults);
        var ours = new TreeMap<>(records);
        ours.keySet().removeIf(prefix -> prefix.startsWith(SPRING));
        strict.checkNames(ours);
        var bound = new BoundSettings();
        records.forEach((prefix, types) -> types.forEach(type -> {
            var settings = strict.bind(prefix, type, true);
            if (settings != null) {
                bound.add(prefix, settings);
            }
        }));
        var shutdown = strict.value(Contradictions.SHUTDOWN, Duration.class);
        Contradictions.check(bound, shutdown, strict.values(), faults);
        SpringFactoriesLoader.forDefaultResourceLocation(SettingsCheck.class.getClassLoader())
                .load(SettingsCheck.class)
                .forEach(check -> run(check, bound, faults));
        SslBundleCheck.check(environment, faults);
        faults.throwIfAny();
    }

    /** Runs a check. If it fails because of a value that could not be read, the faults found so far are reported. */
    private static void run(SettingsCheck check, BoundSettings bound, Faults faults) {
        try {
            check.check(bound, faults);
        } catch (RuntimeException e) {
            faults.throwIfAny();
            throw e;
        }
    }
}
