package dev.imagegateway.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The system's browser. Nothing is downloaded. */
final class Chromium {

    /** Shown instead of the tests where there is none. */
    static final String ABSENT =
            "no Chromium here, so the console is not tested in a browser: apt-get install chromium, or set CHROMIUM";

    /** It must run as root in a container, and speak to nobody but the gateway. */
    static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private Chromium() {}

    /** The program that the variable {@code CHROMIUM} names, or that is in one of the usual places. */
    static Optional<Path> find() {
        var named = System.getenv("CHROMIUM");
        return (named == null || named.isBlank() ? PLACES : List.of(named))
                .stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
