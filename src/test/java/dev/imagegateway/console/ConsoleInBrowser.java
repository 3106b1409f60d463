package dev.imagegateway.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.process.FreePorts;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes one browser, and one gateway with kept images before a sandbox, for the whole test JVM. Its clients
 * are {@code sandbox}, an admin with the development key, and {@code team-b}, whose budget is for one image a day.
 * Without a browser the tests are skipped, but not in CI.
 */
final class ConsoleInBrowser implements ExecutionCondition, BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Chromium.find().isPresent() || "true".equals(System.getenv("CI"))
                ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled(Chromium.ABSENT);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running(context).server().sandbox().reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(ConsoleInBrowser.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    /** What runs. */
    record Running(RunningSandbox server, PostGate gate, Gateway gateway, Playwright playwright, Browser browser)
            implements AutoCloseable {

        private static Running start() {
            var chromium = Chromium.find().orElseThrow(() -> new AssertionError(Chromium.ABSENT));
            var server = RunningSandbox.start();
            var gate = new PostGate(server.url());
            var gateway = Gateway.start(
                    server.url(),
                    gate.setting(),
                    // which offers the development key; the sandbox that it starts has no other use here
                    "--spring.profiles.active=sandbox",
                    "--sandbox.port=" + FreePorts.next(),
                    "--gateway.images.store=disk",
                    "--gateway.ledger.keep-prompts=true",
                    "--gateway.images.directory=" + DataFolders.fresh(),
                    "--gateway.clients[0].id=sandbox",
                    "--gateway.clients[0].roles[0]=admin",
                    "--gateway.clients[0].key-hashes[0]=" + Gateway.sha256("sandbox-key"),
                    "--gateway.clients[1].id=team-b",
                    "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.TEAM_B),
                    "--gateway.clients[1].budget.credits-per-day=100000");
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            var browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium)
                            .setArgs(Chromium.FLAGS));
            return new Running(server, gate, gateway, playwright, browser);
        }

        /** The address of the gateway. */
        String url() {
            return "http://localhost:" + gateway.port();
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
            gateway.close();
            gate.close();
            server.close();
        }
    }
}
