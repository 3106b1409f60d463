package dev.imagegateway.access;

import dev.imagegateway.client.Clients;
import dev.imagegateway.client.JwtProperties;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.SecretFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    private static final Logger log = LoggerFactory.getLogger(TokenConfiguration.class);

    /** The file is read only when keys are fetched, which is rare. */
    private static final Duration TOKEN_FILE_INTERVAL = Duration.ofSeconds(1);

    @Bean
    TokenIssuers tokenIssuers(JwtProperties settings, Clients clients, SslBundles bundles, MeterRegistry meters) {
        var issuers = new LinkedHashMap<String, TokenIssuer>();
        for (int i = 0; i < settings.issuers().size(); i++) {
            var issuer = settings.issuers().get(i);
            var where = "gateway.jwt.issuers[" + i + "]";
            warnOfPlainHttp(where, issuer.keysAt());
            var http = new IssuerHttp(
                    issuer.keysAt(),
                    settings.timeout(),
                    tls(where, issuer.sslBundle(), bundles),
                    tokenFile(where, issuer));
            var keys = new KeptKeys(new IssuerKeys(issuer, settings.timeout(), http, meters), settings);
            issuers.put(issuer.issuer(), new TokenIssuer(issuer, settings.clockSkew(), keys));
        }
        return new TokenIssuers(issuers, clients);
    }

    private static void warnOfPlainHttp(String where, URI keysAt) {
        var host = keysAt.getHost();
        // compared as text, without a DNS lookup
        var here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if ("http".equals(keysAt.getScheme()) && !here) {
            log.warn("{} is asked for its keys over http: whoever is on the way can make tokens; use https", where);
        }
    }

    private static @Nullable SSLContext tls(String where, String bundle, SslBundles bundles) {
        if (bundle.isBlank()) {
            return null;
        }
        try {
            return bundles.getBundle(bundle).createSslContext();
        } catch (NoSuchSslBundleException _) {
            throw new StartupException(where + ".ssl-bundle names no bundle of spring.ssl.bundle");
        } catch (IllegalStateException e) {
            throw new StartupException(where + ".ssl-bundle cannot be used: " + e.getMessage());
        }
    }

    private static @Nullable SecretFile tokenFile(String where, JwtProperties.Issuer issuer) {
        if (issuer.tokenFile() == null) {
            return null;
        }
        try {
            return new SecretFile(issuer.tokenFile(), TOKEN_FILE_INTERVAL);
        } catch (UncheckedIOException _) {
            throw new StartupException(where + ".token-file cannot be read");
        } catch (IllegalArgumentException e) {
            throw new StartupException(where + ".token-file is unusable: " + e.getMessage());
        }
    }
}
