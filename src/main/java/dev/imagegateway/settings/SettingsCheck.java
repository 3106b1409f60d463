package dev.imagegateway.settings;

/**
 * Additional checks of a feature's settings before anything starts, such as files that they name or references between
 * records. Registered in {@code META-INF/spring.factories}.
 */
public interface SettingsCheck {

    /**
     * Reports faults, without values that could be secret.
     *
     * @param settings the bound settings; what could not be read has its default
     * @param faults receives the faults
     */
    void check(BoundSettings settings, Faults faults);
}
