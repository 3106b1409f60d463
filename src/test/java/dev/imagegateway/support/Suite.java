package dev.imagegateway.support;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class the suite's one gateway, its sandbox and its issuer of tokens, started when first needed, emptied before each test. */
public final class Suite implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

    /** Whose tokens are {@code team-a}'s. */
    public static final String SUBJECT = "team-a-service";

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
        return List.of(Gateway.class, Sandbox.class, TestIssuer.class)
                .contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var running = running(context);
        var type = parameter.getParameter().getType();
        if (type == TestIssuer.class) {
            return running.issuer();
        }
        return type == Gateway.class ? running.gateway() : running.sandbox();
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Suite.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    private record Running(RunningSandbox server, Sandbox sandbox, TestIssuer issuer, Gateway gateway)
            implements AutoCloseable {

        static Running start() {
            var server = RunningSandbox.start();
            var issuer = TestIssuer.start();
            var settings = new ArrayList<>(issuer.settings(0));
            settings.add("--gateway.clients[0].subjects[0].subject=" + SUBJECT);
            var gateway = Gateway.start(server.url(), settings.toArray(String[]::new));
            return new Running(server, server.sandbox(), issuer, gateway);
        }

        @Override
        public void close() {
            gateway.close();
            issuer.close();
            server.close();
        }
    }
}
