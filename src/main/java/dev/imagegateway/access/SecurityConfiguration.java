package dev.imagegateway.access;

import dev.imagegateway.client.ClientActivity;
import dev.imagegateway.client.Clients;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.telemetry.RequestFacts;
import dev.imagegateway.telemetry.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.request.async.WebAsyncManagerIntegrationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.session.SessionManagementFilter;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String[] SIGNED = {"/v1/images/img-*", "/v1/images/img-*/thumbnail"};

    private static final String[] PUBLIC_PAGES = {
        "/",
        "/favicon.ico",
        "/problems",
        "/problems/*",
        "/console",
        "/console/**",
        "/v3/api-docs",
        "/v3/api-docs.yaml",
        "/v3/api-docs/swagger-config",
        "/docs",
        "/swagger-ui/*"
    };

    /**
     * Not needed: there are no sessions, and controllers do not answer from other threads. Each would wrap every
     * request.
     */
    private static final Set<Class<?>> IDLE =
            Set.of(DisableEncodeUrlFilter.class, SessionManagementFilter.class, WebAsyncManagerIntegrationFilter.class);

    private static final String REACTOR_HOOK = "securityReactorContextSubscriberRegistrar";

    /** Allows the gateway's own scripts and styles, which the Swagger and problem pages need. No frames. */
    private static final String CONTENT_SECURITY = "default-src 'none'; script-src 'self'; style-src 'self'"
            + " 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /** Disables the span and the dozen meters per security filter and request, which cost time and are not used. */
    @Bean
    SecurityObservationSettings unobservedSecurity() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Removes Spring Security's hook on every Reactor chain. The upstream and image hosts do not get the caller's
     * identity.
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
     * Accepts all headers and parameters, so that the code that reads them can report what is wrong. Tomcat already
     * rejects headers with ASCII control characters except tab. Spring would reject further values only while a
     * controller reads them, with a regular expression on each read.
     */
    @Bean
    StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(_ -> true);
        firewall.setAllowedHeaderValues(_ -> true);
        firewall.setAllowedParameterNames(_ -> true);
        // only in paths with a model's name; EncodedSlashValve has refused the others
        firewall.setAllowUrlEncodedSlash(true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler rejectedRequests() {
        return new RejectedRequests();
    }

    @Bean
    ClientAuthenticator clientAuthenticator(
            Clients clients, TokenIssuers issuers, ClientActivity activity, MeterRegistry meters) {
        return new ClientAuthenticator(clients, issuers, activity, meters);
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http,
            ClientAuthenticator clients,
            AccessProperties properties,
            Environment settings,
            Tracing tracing) {
        var refused = new RefusedAccess(new AddressFailures(properties.failuresPerMinute(), properties.addresses()));
        var management = new ManagementPort(properties.management(), healthPage(settings));
        var chain = http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(ManagementPort::isMeant)
                        .access((caller, context) -> management.authorize(caller, context.getRequest()))
                        // API documentation, problem pages and the files of the console are public
                        .requestMatchers(PUBLIC_PAGES)
                        .permitAll()
                        // a signed URL needs no key; the controller checks the signature
                        .requestMatchers(HttpMethod.GET, SIGNED)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, SIGNED)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(
                        server -> server.authenticationManagerResolver(request -> named(clients, tracing, request))
                                .bearerTokenResolver(new CredentialResolver())
                                .authenticationEntryPoint(refused)
                                .accessDeniedHandler(refused))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refused).accessDeniedHandler(refused))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                        .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
                // credentials are never in cookies, so CSRF is not possible
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

    /** Tells logs, traces and metrics whose request it is. */
    private static AuthenticationManager named(
            ClientAuthenticator clients, Tracing tracing, HttpServletRequest request) {
        return credential -> {
            var caller = clients.authenticate(credential);
            RequestFacts.client(request, caller.getName());
            tracing.client(caller.getName());
            return caller;
        };
    }

    /** @throws StartupException if management pages would be on the same port as the API */
    private static String healthPage(Environment settings) {
        var port = settings.getProperty("management.server.port", "");
        if (port.isEmpty() || (port.equals(settings.getProperty("server.port", "8080")) && !port.equals("0"))) {
            throw new StartupException("management.server.port must be another port than server.port");
        }
        return settings.getProperty("management.server.base-path", "")
                + settings.getProperty("management.endpoints.web.base-path", "/actuator") + "/health";
    }
}
