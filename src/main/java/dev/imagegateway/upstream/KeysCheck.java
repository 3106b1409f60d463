package dev.imagegateway.upstream;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.settings.BoundSettings;
import dev.imagegateway.settings.Faults;
import dev.imagegateway.settings.SettingsCheck;
import java.util.List;

/** Checks that there is a key for AIML and that every key is readable and valid. */
final class KeysCheck implements SettingsCheck {

    @Override
    public void check(BoundSettings settings, Faults faults) {
        settings.find(UpstreamProperties.class)
                .ifPresent(upstream -> faults.check(() -> upstream.ring(new ForeignText(List.of()))));
    }
}
