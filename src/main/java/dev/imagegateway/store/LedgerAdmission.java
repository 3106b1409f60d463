package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides at start whether a SQLite database is complete. SQLite itself does not notice this: it treats a missing or
 * damaged log as an earlier state, and an empty database as a new one.
 */
final class LedgerAdmission {

    private LedgerAdmission() {}

    /**
     * Checks whether a database may be opened or created.
     *
     * @param found the identity in the database; null if there is no database or it has 0 bytes
     * @param recorded the content of {@code ledger.id}
     * @param accept {@code gateway.ledger.accept}
     * @return whether an incomplete database is used because the operator accepts it
     * @throws StartupException if the database is incomplete and not accepted
     */
    static boolean admit(
            Path database, @Nullable LedgerIdentity found, Optional<LedgerMark.Recorded> recorded, String accept)
            throws IOException {
        var doubt = doubt(database, found, recorded);
        if (doubt == null) {
            return false;
        }
        var token = token(found, recorded);
        if (accept.equals(token)) {
            return true;
        }
        throw new StartupException(doubt + ": restore the newest copy of the folder, or "
                + (token == null
                        ? "move this file away, which gives up what is lost"
                        : "accept what is lost once with gateway.ledger.accept=" + token));
    }

    /** The token that identifies this state. It changes once the state is accepted. Null if no id is known. */
    private static @Nullable String token(@Nullable LedgerIdentity found, Optional<LedgerMark.Recorded> recorded) {
        return found != null && found.id() != null
                ? found.id() + "@" + found.commits()
                : recorded.map(mark -> "without-" + mark.id()).orElse(null);
    }

    /** Why a database may be incomplete; null if there is no reason. */
    static @Nullable String doubt(Path database, @Nullable LedgerIdentity found, Optional<LedgerMark.Recorded> mark)
            throws IOException {
        var id = database.resolveSibling("ledger.id");
        if (mark.isEmpty()) {
            if (Files.exists(id)) {
                return id + " is damaged, so that nobody can say whether " + database + " is the newest copy";
            }
            if (found == null) {
                return remains(database);
            }
            // nothing is sent before ledger.id exists
            return found.commits() == 0 ? null : id + " is missing, so that " + database + " may be an older copy";
        }
        var recorded = mark.get();
        if (found == null || found.id() == null) {
            var what = Files.exists(database) ? " holds no ledger" : " is missing";
            return recorded.commits() == 0
                    ? null
                    : database + what + ", or its log ledger.db-wal is lost, but " + id + " knows ledger "
                            + recorded.id() + " with " + recorded.commits() + " commits";
        }
        if (!recorded.id().equals(found.id())) {
            return database + " or its log ledger.db-wal belongs to ledger " + found.id() + ", but " + id
                    + " knows ledger " + recorded.id();
        }
        return found.commits() >= recorded.commits()
                ? null
                : database + " has " + found.commits() + " commits, but " + id + " knows of " + recorded.commits()
                        + ", so that it is an older copy, or its log ledger.db-wal is lost or damaged";
    }

    /** Reports files that a first start does not expect. */
    private static @Nullable String remains(Path database) throws IOException {
        if (Files.exists(database)) {
            return database + " is empty (0 bytes)";
        }
        var log = database.resolveSibling("ledger.db-wal");
        return Files.exists(log) && Files.size(log) > 0 ? database + " is missing, but there is its log " + log : null;
    }

    /**
     * Whether there is a database of more than 0 bytes.
     *
     * @throws StartupException if the path is not a regular file
     */
    static boolean isThere(Path database) throws IOException {
        if (Files.isSymbolicLink(database)) {
            throw new StartupException(database + " is a symbolic link: set gateway.ledger.directory to the folder that"
                    + " the file is in");
        }
        if (!Files.exists(database, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isRegularFile(database)) {
            throw new StartupException(database + " is no file: move it away");
        }
        return Files.size(database) > 0;
    }
}
