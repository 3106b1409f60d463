package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Copies all rows of a table to a table with the same columns in another database.
 *
 * @param table the name of both tables
 * @param columns the columns of the target
 */
record TableCopy(String table, List<Column> columns) {

    private static final int BATCH = 1000;

    /** Text, or a whole number of any length. */
    record Column(String name, boolean isText) {}

    /**
     * The content of a table.
     *
     * @param rows the number of rows
     * @param digest the sum of all rows' digests; does not depend on their order
     */
    record Content(long rows, long digest) {}

    /**
     * Reads the columns of the target.
     *
     * @throws StartupException if the source has other columns, or a column has a type that cannot be copied
     */
    static TableCopy of(Connection source, Connection target, String table) throws SQLException {
        var columns = new ArrayList<Column>();
        var metadata = target.getMetaData();
        try (var row = metadata.getColumns(null, target.getSchema(), table, null)) {
            while (row.next()) {
                var type = row.getInt("DATA_TYPE");
                if (type != Types.VARCHAR && type != Types.BIGINT && type != Types.INTEGER) {
                    throw new StartupException("column " + table + "." + row.getString("COLUMN_NAME")
                            + " has a type that cannot be moved: " + row.getString("TYPE_NAME"));
                }
                columns.add(new Column(row.getString("COLUMN_NAME"), type == Types.VARCHAR));
            }
        }
        var names = columns.stream().map(Column::name).sorted().toList();
        if (!names.equals(columns(source, table))) {
            throw new StartupException("table " + table + " has other columns in the file than in PostgreSQL");
        }
        return new TableCopy(table, columns);
    }

    private static List<String> columns(Connection sqlite, String table) throws SQLException {
        try (var statement = sqlite.prepareStatement("SELECT name FROM pragma_table_info(?) ORDER BY name")) {
            statement.setString(1, table);
            try (var row = statement.executeQuery()) {
                var names = new ArrayList<String>();
                while (row.next()) {
                    names.add(row.getString(1));
                }
                return names;
            }
        }
    }

    private String list() {
        return columns.stream().map(column -> '"' + column.name() + '"').collect(Collectors.joining(", "));
    }

    /** Copies all rows, and returns what was read. */
    Content copy(Connection source, Connection target) throws SQLException {
        try (var insert = target.prepareStatement("INSERT INTO \"" + table + "\" (" + list() + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")")) {
            var content = read(source, row -> {
                set(insert, row);
                insert.addBatch();
                if (row.isLastOfBatch()) {
                    insert.executeBatch();
                }
            });
            insert.executeBatch();
            return content;
        }
    }

    /** Returns the content of the table. */
    Content read(Connection connection) throws SQLException {
        return read(connection, _ -> {});
    }

    /** The values of a row: null, {@link String} or {@link Long}. */
    private record Row(long number, List<Object> values) {

        boolean isLastOfBatch() {
            return number % BATCH == 0;
        }
    }

    private interface RowHandler {
        void handle(Row row) throws SQLException;
    }

    private Content read(Connection connection, RowHandler handler) throws SQLException {
        long rows = 0;
        long sum = 0;
        var digest = sha256();
        try (var statement = connection.createStatement()) {
            // PostgreSQL's driver would otherwise read the whole table into memory
            statement.setFetchSize(BATCH);
            try (var result = statement.executeQuery("SELECT " + list() + " FROM \"" + table + '"')) {
                while (result.next()) {
                    rows++;
                    var row = new Row(rows, values(result));
                    sum += digest(digest, row.values());
                    handler.handle(row);
                }
            }
        }
        return new Content(rows, sum);
    }

    private List<Object> values(ResultSet result) throws SQLException {
        var values = new ArrayList<Object>(columns.size());
        for (int i = 1; i <= columns.size(); i++) {
            Object value = columns.get(i - 1).isText() ? result.getString(i) : (Object) result.getLong(i);
            values.add(result.wasNull() ? Absent.VALUE : value);
        }
        return values;
    }

    /** Stands for SQL's null. */
    private enum Absent {
        VALUE
    }

    private void set(PreparedStatement insert, Row row) throws SQLException {
        for (int i = 1; i <= columns.size(); i++) {
            switch (row.values().get(i - 1)) {
                case String text -> insert.setString(i, text);
                case Long number -> insert.setLong(i, number);
                default -> insert.setNull(i, columns.get(i - 1).isText() ? Types.VARCHAR : Types.BIGINT);
            }
        }
    }

    private static long digest(MessageDigest digest, List<Object> values) {
        for (var value : values) {
            switch (value) {
                case String text -> {
                    var bytes = text.getBytes(StandardCharsets.UTF_8);
                    digest.update(ByteBuffer.allocate(5)
                            .put((byte) 't')
                            .putInt(bytes.length)
                            .flip());
                    digest.update(bytes);
                }
                case Long number ->
                    digest.update(ByteBuffer.allocate(9)
                            .put((byte) 'n')
                            .putLong(number)
                            .flip());
                default -> digest.update((byte) '0');
            }
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
