package dev.imagegateway.client;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.context.support.WebApplicationContextUtils;

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

    @Bean
    SecurityFilterChain security(HttpSecurity http, ClientAuthenticator clients) {
        var writer = new ProblemWriter();
        AuthenticationEntryPoint unauthenticated = (request, response, failure) -> writer.write(
                failure instanceof IssuerUnavailableException away
                        ? away.problem()
                        : Problem.of(ProblemType.UNAUTHENTICATED, whatToDo(request, failure))
                                .withHeader("WWW-Authenticate", challenge(failure)),
                request,
                response);
        AccessDeniedHandler forbidden = (request, response, _) ->
                writer.write(Problem.of(ProblemType.FORBIDDEN, ProblemType.FORBIDDEN.meaning()), request, response);
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(SecurityConfiguration::isManagement)
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

    /** RFC 6750: an error is named only if a credential was sent. */
    private static String challenge(Exception failure) {
        return failure instanceof CredentialRefusedException || failure instanceof OAuth2AuthenticationException
                ? "Bearer error=\"invalid_token\""
                : "Bearer";
    }

    private static String whatToDo(HttpServletRequest request, Exception failure) {
        if (request.getHeader("Authorization") == null) {
            return "Send Authorization: Bearer followed by your client key.";
        }
        return failure instanceof CredentialRefusedException refused
                ? String.valueOf(refused.getMessage())
                : "The key in Authorization: Bearer is not one of this gateway's clients.";
    }

    /** What is watched listens on a port of its own, which is not for callers; it serves what is exposed, and 404s. */
    private static boolean isManagement(HttpServletRequest request) {
        return WebServerApplicationContext.hasServerNamespace(
                WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), "management");
    }
}
