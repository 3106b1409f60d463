package dev.imagegateway.support;

import java.util.Locale;

/** Another default locale for the JVM, until it is closed. */
public final class DefaultLocale implements AutoCloseable {

    private final Locale before = Locale.getDefault();

    private DefaultLocale(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));
    }

    public static DefaultLocale of(String tag) {
        return new DefaultLocale(tag);
    }

    @Override
    public void close() {
        Locale.setDefault(before);
    }
}
