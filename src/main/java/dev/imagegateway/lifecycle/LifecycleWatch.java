package dev.imagegateway.lifecycle;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.billing.Retirement;
import dev.imagegateway.billing.RetirementReading;
import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.model.Announcement;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Lifecycle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads the vendor's list of models that end or have ended, in every process. It is one small request, and needs no
 * coordination. While the list cannot be read, what was read before remains valid.
 */
final class LifecycleWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LifecycleWatch.class);

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final BillingClient books;
    private final Catalogue catalogue;
    private final Duration interval;
    // a platform thread: it sleeps for a day
    private final ScheduledExecutorService thread = DaemonSchedulers.single("model-lifecycle");
    private Set<String> reported = Set.of();
    private @Nullable String etag;
    private volatile boolean running;

    /** @param interval the pause between two readings; zero for no readings */
    LifecycleWatch(BillingClient books, Catalogue catalogue, Duration interval) {
        this.books = books;
        this.catalogue = catalogue;
        this.interval = interval;
    }

    @Override
    public void start() {
        running = true;
        if (interval.isPositive()) {
            readIn(FIRST);
        }
    }

    private void readIn(Duration pause) {
        var millis = Math.min(pause.toMillis(), interval.toMillis());
        var _ = thread.schedule(
                () -> {
                    var next = AFTER_FAILURE;
                    try {
                        next = read();
                    } catch (RuntimeException e) {
                        log.warn("AIML's list of deprecated models could not be applied; it will be tried again", e);
                    } finally {
                        if (running) {
                            readIn(next);
                        }
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Reads the list once. Returns the pause until the next reading. */
    private Duration read() {
        return switch (books.retirements(etag)) {
            case RetirementReading.Changed changed -> {
                catalogue.announce(announcements(changed.retirements()));
                report(aliasesOnly(changed.retirements()));
                etag = changed.etag();
                yield interval;
            }
            case RetirementReading.Unchanged _ -> interval;
            case RetirementReading.Failed failed -> {
                if (running) {
                    log.info("AIML's list of deprecated models cannot be read ({})", failed.reason());
                }
                yield AFTER_FAILURE;
            }
        };
    }

    private Map<String, Announcement> announcements(List<Retirement> retirements) {
        var byName = new HashMap<String, Announcement>();
        for (var one : retirements) {
            if (!isRenamed(one)) {
                var announcement = new Announcement(
                        one.status() == Retirement.Status.WITHDRAWN
                                ? Lifecycle.Status.RETIRED
                                : Lifecycle.Status.DEPRECATED,
                        one.deprecated(),
                        one.shutdown(),
                        one.replacement());
                one.names().forEach(name -> byName.merge(name, announcement, Announcement::sooner));
            }
        }
        return byName;
    }

    /**
     * Returns the aliases of the catalogue that end although the id does not, with their model. Requests for them still
     * work, because the id is sent upstream; but the list may only know the model by another name.
     */
    private Set<String> aliasesOnly(List<Retirement> retirements) {
        var found = new TreeSet<String>();
        for (var one : retirements) {
            if (one.status() != Retirement.Status.SUPERSEDED) {
                one.names()
                        .forEach(name -> catalogue
                                .find(name)
                                .filter(model -> !one.names().contains(model.id()) && catalogue.isServed(model))
                                .ifPresent(model -> found.add(name + ", an alias of " + model.id())));
            }
        }
        return found;
    }

    private void report(Set<String> aliases) {
        aliases.stream()
                .filter(alias -> !reported.contains(alias))
                .forEach(alias -> log.warn("AIML ends {}, whose id it does not name: the model stays as it is", alias));
        reported = aliases;
    }

    /** Whether a model only has another main name now, which is an alias in the catalogue. */
    private boolean isRenamed(Retirement one) {
        return one.status() == Retirement.Status.SUPERSEDED
                && one.replacement() != null
                && catalogue
                        .find(one.replacement())
                        .filter(model -> one.names().contains(model.id()))
                        .isPresent();
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
