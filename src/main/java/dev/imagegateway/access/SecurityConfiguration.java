package dev.imagegateway.access;

import dev.imagegateway.client.Clients;
import dev.imagegateway.problem.StartupException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.util.Set;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.request.async.WebAsyncManagerIntegrationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.session.SessionManagementFilter;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String[] DOCUMENTATION = {
        "/problems",
        "/problems/*",
        "/v3/api-docs",
        "/v3/api-docs.yaml",
        "/v3/api-docs/swagger-config",
        "/docs",
        "/swagger-ui/*"
    };

    /** There are no sessions, and no controller answers from another thread: each of these only wraps every request. */
    private static final Set<Class<?>> IDLE =
            Set.of(DisableEncodeUrlFilter.class, SessionManagementFilter.class, WebAsyncManagerIntegrationFilter.class);

    private static final String REACTOR_HOOK = "securityReactorContextSubscriberRegistrar";

    /** Its own scripts and styles, which Swagger's pages and the problems' need, and nobody else's; no frame. */
    private static final String CONTENT_SECURITY = "default-src 'none'; script-src 'self'; style-src 'self'"
            + " 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /** A span and a dozen meters for each security filter of each request tell nobody anything, and are not free. */
    @Bean
    SecurityObservationSettings unobservedSecurity() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Takes away Spring Security's hook on every Reactor chain: who calls is nothing that the upstream, or an image's
     * host, is told.
     */
    @Bean
    static BeanFactoryPostProcessor noSecurityInReactor() {
        return beans -> {
            if (beans instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition(REACTOR_HOOK)) {
                registry.removeBeanDefinition(REACTOR_HOOK);
            }
        };
    }

    /**
     * Leaves headers and parameters to those who read them, and say what is wrong: Tomcat lets no header with a control
     * character of ASCII but a tab pass, and what else Spring would refuse, it refuses amid a controller, by a regular expression
     * at every reading.
     */
    @Bean
    StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(_ -> true);
        firewall.setAllowedHeaderValues(_ -> true);
        firewall.setAllowedParameterNames(_ -> true);
        return firewall;
    }

    @Bean
    ClientAuthenticator clientAuthenticator(Clients clients, TokenIssuers issuers, MeterRegistry meters) {
        return new ClientAuthenticator(clients, issuers, meters);
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http, ClientAuthenticator clients, AccessProperties properties, Environment settings) {
        var refused = new RefusedAccess(new AddressFailures(properties.failuresPerMinute(), properties.addresses()));
        var management = new ManagementPort(properties.management(), healthPage(settings));
        var chain = http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(ManagementPort::isMeant)
                        .access((caller, context) -> management.authorize(caller, context.getRequest()))
                        // what there is to call, and what went wrong, may be read by everyone
                        .requestMatchers(DOCUMENTATION)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.authenticationManagerResolver(_ -> clients)
                        .authenticationEntryPoint(refused)
                        .accessDeniedHandler(refused))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refused).accessDeniedHandler(refused))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                // no cookie carries a credential here, so there is nothing to forge
                .csrf(AbstractHttpConfigurer::disable)
                .cors(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .build();
        return new DefaultSecurityFilterChain(
                chain.getRequestMatcher(),
                chain.getFilters().stream()
                        .filter(filter -> !IDLE.contains(filter.getClass()))
                        .toList());
    }

    /** @throws StartupException when what is watched would be served to callers */
    private static String healthPage(Environment settings) {
        var port = settings.getProperty("management.server.port", "");
        if (port.isEmpty() || (port.equals(settings.getProperty("server.port", "8080")) && !port.equals("0"))) {
            throw new StartupException("management.server.port must be another port than server.port");
        }
        return settings.getProperty("management.server.base-path", "")
                + settings.getProperty("management.endpoints.web.base-path", "/actuator") + "/health";
    }
}
