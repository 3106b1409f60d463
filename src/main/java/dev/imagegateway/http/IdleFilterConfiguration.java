package dev.imagegateway.http;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.RequestContextFilter;

/** Disables a filter of Spring Boot that is not needed here. */
@Configuration(proxyBeanMethods = false)
class IdleFilterConfiguration {

    /**
     * {@code DispatcherServlet} binds a request to its thread itself, and no filter here needs that. This bean keeps
     * Spring Boot from creating its own, on both ports.
     */
    @Bean
    RequestContextFilter requestContextFilter() {
        return new RequestContextFilter();
    }

    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContextFilter(RequestContextFilter filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }
}
