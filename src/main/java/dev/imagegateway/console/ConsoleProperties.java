package dev.imagegateway.console;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console ({@code gateway.console}).
 *
 * @param enabled whether {@code /console} is served
 * @param oidc how people sign in at an OpenID Connect issuer; without it, with a client key only
 */
@ConfigurationProperties("gateway.console")
record ConsoleProperties(
        @DefaultValue("true") boolean enabled,
        @Valid @Nullable OidcProperties oidc) {}
