package dev.imagegateway.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Every wait for a condition has a minute unless it says otherwise. JUnit finds this in {@code META-INF/services}. */
public final class PatientWaits implements BeforeAllCallback {

    /** Nothing takes as long on an idle machine; what comes true early costs nothing. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    public PatientWaits() {
        Awaitility.setDefaultTimeout(LIMIT);
    }

    /** All is done when JUnit makes this. */
    @Override
    public void beforeAll(ExtensionContext context) {}
}
