package dev.imagegateway;

import dev.imagegateway.sandbox.SandboxProperties;
import dev.imagegateway.sandbox.SandboxServer;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class the suite's one gateway and its sandbox, started when first needed, emptied before each test. */
final class Suite implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running(context).sandbox().reset();
    }

    /** What is shown after each class is searched for secrets too. */
    @Override
    public void afterAll(ExtensionContext context) {
        var gateway = running(context).gateway();
        Gateway.ACTUATOR.forEach(gateway::actuator);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return List.of(Gateway.class, Sandbox.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var running = running(context);
        return parameter.getParameter().getType() == Gateway.class ? running.gateway() : running.sandbox();
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Suite.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    private record Running(SandboxServer server, Sandbox sandbox, Gateway gateway) implements AutoCloseable {

        static Running start() {
            var server = SandboxServer.start(SandboxProperties.defaults()
                    .with("port", 0)
                    .with("apiKeys", TestKeys.UPSTREAM)
                    .with("balance", 10_000_000_000L));
            return new Running(server, new Sandbox(server.baseUrl()), Gateway.start(server.baseUrl()));
        }

        @Override
        public void close() {
            gateway.close();
            server.close();
        }
    }
}
