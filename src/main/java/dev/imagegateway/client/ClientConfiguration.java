package dev.imagegateway.client;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.context.support.WebApplicationContextUtils;

@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

    private static final String[] DOCUMENTATION = {
        "/problems",
        "/problems/*",
        "/v3/api-docs",
        "/v3/api-docs.yaml",
        "/v3/api-docs/swagger-config",
        "/docs",
        "/swagger-ui/*"
    };

    @Bean
    ClientKeys clientKeys(ClientProperties properties) {
        return new ClientKeys(properties);
    }

    @Bean
    Clients clients(ClientKeys keys) {
        return new Clients(keys);
    }

    /** Spring Security's bearer filter reads the header by RFC 6750; which client it is, we say. */
    @Bean
    AuthenticationManager clientAuthentication(ClientKeys keys) {
        return authentication -> {
            if (!(authentication instanceof BearerTokenAuthenticationToken bearer)) {
                throw new BadCredentialsException("no bearer key");
            }
            return keys.find(bearer.getToken())
                    .map(ClientAuthentication::new)
                    .orElseThrow(() -> new BadCredentialsException("unknown key"));
        };
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, AuthenticationManager clients) {
        var writer = new ProblemWriter();
        AuthenticationEntryPoint unauthenticated = (request, response, _) -> writer.write(
                Problem.of(
                                ProblemType.UNAUTHENTICATED,
                                request.getHeader("Authorization") == null
                                        ? "Send Authorization: Bearer followed by your client key."
                                        : "The key in Authorization: Bearer is not one of this gateway's clients.")
                        .withHeader("WWW-Authenticate", "Bearer"),
                request,
                response);
        AccessDeniedHandler forbidden = (request, response, _) ->
                writer.write(Problem.of(ProblemType.FORBIDDEN, ProblemType.FORBIDDEN.meaning()), request, response);
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(ClientConfiguration::isManagement)
                        .permitAll()
                        // what there is to call, and what went wrong, may be read by everyone
                        .requestMatchers(DOCUMENTATION)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.authenticationManagerResolver(_ -> clients)
                        .authenticationEntryPoint(unauthenticated)
                        .accessDeniedHandler(forbidden))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthenticated).accessDeniedHandler(forbidden))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // no cookie carries a credential here, so there is nothing to forge
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    /** What is watched listens on a port of its own, which is not for callers; it serves what is exposed, and 404s. */
    private static boolean isManagement(HttpServletRequest request) {
        return WebServerApplicationContext.hasServerNamespace(
                WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), "management");
    }
}
