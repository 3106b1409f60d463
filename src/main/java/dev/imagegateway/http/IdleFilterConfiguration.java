package dev.imagegateway.http;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.RequestContextFilter;

/** What Spring Boot puts before every request and nothing here needs. */
@Configuration(proxyBeanMethods = false)
class IdleFilterConfiguration {

    /**
     * {@code DispatcherServlet} binds a request to its thread by itself, and no filter here asks for it. It is there as
     * a bean, so that Spring Boot makes no other one, for neither port.
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
