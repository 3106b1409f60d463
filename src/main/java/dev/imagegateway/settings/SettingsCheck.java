package dev.imagegateway.settings;

/**
 * What a feature checks of the settings as a whole, before anything starts: files that they name, or references from one
 * record to another's. Named in {@code META-INF/spring.factories}.
 */
public interface SettingsCheck {

    /**
     * Reports what is wrong, without a value that could be a secret.
     *
     * @param settings as they were bound; what could not be read has its default
     * @param faults where to report it
     */
    void check(BoundSettings settings, Faults faults);
}
