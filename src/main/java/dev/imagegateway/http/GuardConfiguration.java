package dev.imagegateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> slowConnections(
            GuardProperties properties,
            MeterRegistry meters,
            ApplicationContext context,
            ObjectProvider<RequestEndListener> listeners) {
        var management = WebServerApplicationContext.hasServerNamespace(context, "management");
        // the management port needs no large bodies
        var body = management ? properties.headerTimeout() : properties.bodyTimeout();
        var limits = new WaitLimits(properties.headerTimeout(), body, properties.answerTimeout());
        return factory -> {
            factory.setProtocol(GuardedProtocol.class.getName());
            factory.addProtocolHandlerCustomizers((TomcatProtocolHandlerCustomizer<GuardedProtocol>) protocol -> {
                var port = management ? "management" : "callers";
                var closed = new ClosedConnections(port, meters);
                Gauge.builder("image.gateway.connections", protocol, GuardedProtocol::getConnectionCount)
                        .description("Open connections of callers")
                        .tag("port", port)
                        .register(meters);
                Gauge.builder("image.gateway.connections.max", protocol, GuardedProtocol::getMaxConnections)
                        .description("Connections of callers that may be open at once")
                        .tag("port", port)
                        .register(meters);
                protocol.setWatch(new ConnectionWatch(limits, closed));
                protocol.setMaxHeaderCount(properties.maxHeaders());
            });
            addressesWithoutPorts(factory);
            factory.addEngineValves(new UnreadBodyValve(), new SingleHeaderValve());
            if (management) {
                factory.addEngineValves(new SmallBodyValve());
            } else {
                // the valve refuses encoded slashes where they have no place
                factory.addConnectorCustomizers(
                        connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.DECODE.getValue()));
                factory.addEngineValves(new EncodedSlashValve());
                // after the other valve, because reading the rest of a body is no part of the request
                factory.addEngineValves(new RequestEndValve(
                        SingletonSupplier.of(() -> listeners.orderedStream().toList())));
            }
        };
    }

    /** Spring Boot has added its valve for {@code server.forward-headers-strategy=native} before this. */
    private static void addressesWithoutPorts(TomcatServletWebServerFactory factory) {
        var valves = new ArrayList<>(factory.getEngineValves());
        for (var valve : List.copyOf(valves)) {
            if (valve instanceof RemoteIpValve remoteIp) {
                valves.addFirst(new ForwardedForValve(remoteIp.getRemoteIpHeader()));
            }
        }
        factory.setEngineValves(valves);
    }
}
