package dev.imagegateway.server;

import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> slowConnections(
            GuardProperties properties, ApplicationContext context) {
        return factory -> {
            factory.setProtocol(GuardedProtocol.class.getName());
            factory.addProtocolHandlerCustomizers((TomcatProtocolHandlerCustomizer<GuardedProtocol>) protocol -> {
                protocol.setHeaderTimeout(properties.headerTimeout());
                protocol.setMaxHeaderCount(properties.maxHeaders());
            });
            factory.addEngineValves(new UnreadBodyValve(properties.headerTimeout()));
            if (WebServerApplicationContext.hasServerNamespace(context, "management")) {
                factory.addEngineValves(new SmallBodyValve(properties.headerTimeout()));
            }
        };
    }
}
