package dev.imagegateway.settings;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * Finds settings that name a missing or unusable SSL bundle. Spring would find them one by one, when each is used, which
 * may be after the ledger was migrated.
 */
final class SslBundleCheck {

    private static final String BUNDLES = "spring.ssl.bundle";

    private record Bundle(String place, Supplier<SslBundle> open) {}

    private SslBundleCheck() {}

    static void check(Environment environment, Faults faults) {
        var binder = Binder.get(environment);
        var names = namesBySetting(environment, binder);
        if (names.isEmpty()) {
            return;
        }
        var bundles = bundles(binder);
        names.forEach((setting, name) -> {
            var bundle = bundles.get(name);
            if (bundle != null) {
                open(setting, bundle, faults);
                return;
            }
            faults.add(setting + " names no bundle of " + BUNDLES
                    + (bundles.isEmpty() ? "" : "; there is: " + String.join(", ", bundles.keySet())));
        });
    }

    private static Map<String, String> namesBySetting(Environment environment, Binder binder) {
        var names = new TreeMap<String, String>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(SslBundleCheck::namesBundle)
                        .forEach(setting -> binder.bind(setting, Bindable.of(String.class))
                                .ifBound(name -> {
                                    if (!name.isBlank()) {
                                        names.put(setting.toString(), name);
                                    }
                                }));
            }
        }
        return names;
    }

    private static boolean namesBundle(ConfigurationPropertyName setting) {
        var name = setting.toString();
        return List.of("server.ssl.bundle", "management.server.ssl.bundle").contains(name)
                || (name.startsWith("gateway.") && name.endsWith(".ssl-bundle"));
    }

    private static Map<String, Bundle> bundles(Binder binder) {
        var all = new HashMap<String, Bundle>();
        binder.bind("spring.ssl", SslProperties.class).ifBound(properties -> {
            var bundles = properties.getBundle();
            bundles.getPem()
                    .forEach((name, pem) ->
                            all.put(name, new Bundle(BUNDLES + ".pem." + name, () -> PropertiesSslBundle.get(pem))));
            bundles.getJks()
                    .forEach((name, jks) ->
                            all.put(name, new Bundle(BUNDLES + ".jks." + name, () -> PropertiesSslBundle.get(jks))));
        });
        return new TreeMap<>(all);
    }

    private static void open(String setting, Bundle bundle, Faults faults) {
        try {
            var stores = bundle.open().get().getStores();
            var _ = stores.getKeyStore();
            var _ = stores.getTrustStore();
        } catch (RuntimeException e) {
            faults.add(bundle.place() + ", which " + setting + " names, cannot be used: " + reason(e));
        }
    }

    /** Without the message of the failure, which may quote a key that was written in place of a file's name. */
    private static String reason(Throwable failure) {
        var root = failure;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
                return "there is no file " + cause.getMessage();
            }
            root = cause;
        }
        return "check its files, passwords and types (" + root.getClass().getSimpleName() + ")";
    }
}
