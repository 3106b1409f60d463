package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that a database and its log ({@code ledger.db-wal}) belong together. The commit count is read from the log, so
 * it alone does not show that the database is the right one. SQLite starts a new log only after the previous one was
 * copied completely into the database, so the database must contain the commit before the first one in its log.
 */
final class SqliteLog {

    private static final Logger log = LoggerFactory.getLogger(SqliteLog.class);

    // https://sqlite.org/fileformat2.html, "The Write-Ahead Log" and "B-tree Pages"
    private static final int MAGIC = 0x377f0682;
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final byte TABLE_LEAF = 0x0d;
    private static final byte ROW_HEADER = 3;
    private static final byte TEXT_OF_36 = 13 + 2 * 36;
    /** The lengths of integers, by serial type. */
    private static final int[] LENGTHS = {-1, 1, 2, 3, 4, 6, 8, -1, 0, 0};

    private SqliteLog() {}

    /**
     * Compares the database with its log. Costs a few reads, regardless of the size of the files.
     *
     * @param connection reads the database with its log
     * @param id the ledger's id
     * @throws StartupException if commits are missing between the database and its log
     */
    static void check(Connection connection, Path database, String id) throws SQLException, IOException {
        var file = database.resolveSibling("ledger.db-wal");
        if (!Files.exists(file)) {
            return;
        }
        var first = first(file, root(connection), id);
        if (first.isEmpty()) {
            return;
        }
        var known = withoutLog(database, id);
        if (known.isPresent() && known.getAsLong() + 1 < first.getAsLong()) {
            throw new StartupException(database + " does not belong to its log " + file + ", which begins with commit "
                    + first.getAsLong() + " of ledger " + id + ", but the database "
                    + (known.getAsLong() < 0 ? "does not know this ledger" : "ends with commit " + known.getAsLong())
                    + ": put the ledger.db back that was beside this log, or restore the newest copy of the folder");
        }
    }

    private static int root(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'ledger_identity'")) {
            return row.getInt(1);
        }
    }

    /**
     * The last commit in the database without its log; -1 for another ledger, empty if it cannot be read without the
     * log.
     */
    private static OptionalLong withoutLog(Path database, String id) {
        try (var connection = SqliteConnections.withoutLog(database)) {
            var known = LedgerIdentity.read(connection, database);
            return OptionalLong.of(id.equals(known.id()) ? known.commits() : -1);
        } catch (SQLException e) {
            // an incomplete checkpoint, which the log completes
            log.debug("{} cannot be read without its log", database, e);
            return OptionalLong.empty();
        }
    }

    /** The first commit in the log; empty if the log predates the ledger's table or does not contain it. */
    private static OptionalLong first(Path file, int root, String id) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            if (open.length() < HEADER || (open.readInt() & ~1) != MAGIC) {
                return OptionalLong.empty();
            }
            open.seek(8);
            var size = open.readInt();
            if (size < 512 || size > 65_536) {
                return OptionalLong.empty();
            }
            open.seek(16);
            var salts = open.readLong();
            for (long at = HEADER; at + FRAME_HEADER + size <= open.length(); at += FRAME_HEADER + size) {
                open.seek(at);
                var page = open.readInt();
                open.seek(at + 8);
                if (open.readLong() != salts) {
                    // a frame of an earlier log that is not overwritten yet
                    return OptionalLong.empty();
                }
                if (page == root) {
                    var bytes = new byte[size];
                    open.seek(at + FRAME_HEADER);
                    open.readFully(bytes);
                    return commits(ByteBuffer.wrap(bytes), id);
                }
            }
            return OptionalLong.empty();
        }
    }

    /** The commit count in the only row of {@code ledger_identity}; empty if the page has another format or no row. */
    private static OptionalLong commits(ByteBuffer page, String id) {
        if (page.get(0) != TABLE_LEAF || page.getShort(3) != 1) {
            return OptionalLong.empty();
        }
        // the row starts with its length and its row id, one byte each
        var row = (page.getShort(8) & 0xffff) + 2;
        if (row + ROW_HEADER + 36 > page.limit() || page.get(row) != ROW_HEADER || page.get(row + 1) != TEXT_OF_36) {
            return OptionalLong.empty();
        }
        var type = page.get(row + 2);
        var found = new byte[36];
        page.get(row + ROW_HEADER, found);
        var length = type >= 0 && type < LENGTHS.length ? LENGTHS[type] : -1;
        var number = row + ROW_HEADER + found.length;
        if (!id.equals(new String(found, StandardCharsets.ISO_8859_1))
                || length < 0
                || number + length > page.limit()) {
            return OptionalLong.empty();
        }
        // serial types 8 and 9 stand for the integers 0 and 1
        var commits = type == 9 ? 1L : 0L;
        for (int i = 0; i < length; i++) {
            commits = (commits << 8) | (page.get(number + i) & 0xff);
        }
        return OptionalLong.of(commits);
    }
}
