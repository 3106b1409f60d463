package dev.imagegateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/** Keeps everything that a gateway under test said, for {@code LeakSearch}. */
public final class Exchanges {

    public static final Path FOLDER = Path.of("target", "exchanges");

    /** What one run of tests writes, which the next one of the same kind replaces. */
    private static final Path OWN = FOLDER.resolve(System.getProperty("test.fork", "tests"));

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static boolean emptied;

    private Exchanges() {}

    public static void keep(String what, Answer answer) {
        write(String.format(Locale.ROOT, "answer-%05d.txt", COUNT.incrementAndGet()), what + "\n" + answer.print());
    }

    public static void keep(String what, String output) {
        write(String.format(Locale.ROOT, "output-%05d.txt", COUNT.incrementAndGet()), what + "\n" + output);
    }

    private static synchronized void write(String name, String text) {
        try {
            if (!emptied) {
                // an earlier run's are not this one's to judge
                FileSystemUtils.deleteRecursively(OWN);
                Files.createDirectories(OWN);
                emptied = true;
            }
            Files.writeString(OWN.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
