package dev.imagegateway.maintenance;

import dev.imagegateway.support.LedgerRows;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command that ran in this JVM, without the end of the JVM. */
record CommandRun(int status, String out, String err) {

    static CommandRun of(LedgerCommand command, String... arguments) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        ConfigurationPropertySources.attach(environment);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var status = command.run(
                environment,
                new DefaultApplicationArguments(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static CommandRun check(LedgerRows ledger, String... more) {
        return of(new CheckLedgerCommand(), ledger.with(prepend("check-ledger", more)));
    }

    static CommandRun backup(LedgerRows ledger, String... more) {
        return of(new BackupLedgerCommand(), ledger.with(prepend("backup-ledger", more)));
    }

    /** Moves from a file to PostgreSQL. */
    static CommandRun move(LedgerRows from, LedgerRows to) {
        return of(new MoveLedgerCommand(), moving(from, to));
    }

    static String[] moving(LedgerRows from, LedgerRows to) {
        return Stream.concat(Stream.of(from.with("move-ledger")), Stream.of(to.with()))
                .toArray(String[]::new);
    }

    private static String[] prepend(String first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    JsonNode json() {
        return JsonMapper.builder().build().readTree(out);
    }
}
