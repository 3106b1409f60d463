package dev.imagegateway.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tab with a fresh profile. At its end, no message of the content security policy and no script error was logged. */
final class Tab implements AutoCloseable {

    /** As patient as all waits of the tests; what is there early costs nothing. */
    private static final int PATIENCE_MS = 60_000;

    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private Tab(ConsoleInBrowser.Running console, ColorScheme scheme, boolean bypassCsp) {
        this.url = console.url();
        this.context = console.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(scheme)
                        .setBypassCSP(bypassCsp)
                        .setPermissions(List.of("clipboard-read", "clipboard-write"))
                        .setViewportSize(1280, 900));
        context.setDefaultTimeout(PATIENCE_MS);
        this.page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            // the browser itself logs each response with an error status
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                errors.add(message.text());
            }
        });
    }

    static Tab open(ConsoleInBrowser.Running console) {
        return open(console, ColorScheme.LIGHT, false, "/");
    }

    /** Opens a path. A tab that bypasses the policy can have scripts of a test. */
    static Tab open(ConsoleInBrowser.Running console, ColorScheme scheme, boolean bypassCsp, String path) {
        var tab = new Tab(console, scheme, bypassCsp);
        tab.page.navigate(tab.url + path);
        tab.page.locator("html[data-ready]").waitFor();
        return tab;
    }

    Page page() {
        return page;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    Locator find(String selector, String text) {
        return page.locator(selector, new Page.LocatorOptions().setHasText(text));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Signs in with another key, from any view. */
    void signIn(String key) {
        if (button("Sign out").count() > 0) {
            button("Sign out").click();
        }
        page.getByLabel("Client key").fill(key);
        button("Sign in").click();
    }

    /** Types a prompt and presses the button. */
    void generate(String prompt) {
        page.getByLabel("Prompt", new Page.GetByLabelOptions().setExact(true)).fill(prompt);
        button("Generate").click();
    }

    /** Waits for the pictures of the chosen run. */
    void hasPicture() {
        assertThat(find(".pictures img").first())
                .isVisible(new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                        .setTimeout(PATIENCE_MS));
        page.waitForFunction("() => document.querySelector('.pictures img').naturalWidth > 0");
    }

    @Override
    public void close() {
        assertThat(context.cookies()).isEmpty();
        context.close();
        assertThat(errors).isEmpty();
    }
}
