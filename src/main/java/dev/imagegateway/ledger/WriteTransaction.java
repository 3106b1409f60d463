package dev.imagegateway.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.store.Store;
import dev.imagegateway.store.StoreUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.util.IdentityHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs one transaction from begin to commit. Not thread-safe. */
final class WriteTransaction {

    private static final Logger log = LoggerFactory.getLogger(WriteTransaction.class);

    private final HikariDataSource source;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Store store;
    private final OperatorBudget operator;
    private final String owner;
    private final LedgerMetrics metrics;

    WriteTransaction(
            HikariDataSource source, Store store, OperatorBudget operator, String owner, LedgerMetrics metrics) {
        this.source = source;
        this.jdbc = new JdbcTemplate(source);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
        this.store = store;
        this.operator = operator;
        this.owner = owner;
        this.metrics = metrics;
    }

    /** The transaction failed. Nothing was written, unless the commit itself failed. */
    static final class Failed extends Exception {

        private final RuntimeException cause;
        private final boolean commitLost;

        Failed(RuntimeException cause, boolean commitLost) {
            super(null, null, false, false);
            this.cause = cause;
            this.commitLost = commitLost;
        }

        RuntimeException cause() {
            return cause;
        }

        /** Whether it is unknown if the transaction was committed. */
        boolean isCommitLost() {
            return commitLost;
        }
    }

    /** Writes the changes. Returns their results once they are durable. */
    IdentityHashMap<Change<?>, Object> write(List<Change<?>> changes) throws Failed {
        var work = new Work(changes);
        var started = Timer.start();
        try {
            inPlace();
            transactions.executeWithoutResult(_ -> work.run());
        } catch (TransactionSystemException e) {
            // a failed rollback, as on SQLite after a full disk, must not hide the original error
            throw failed(e.getOriginalException() instanceof RuntimeException first ? first : e, work.done);
        } catch (RuntimeException e) {
            throw failed(e, work.done);
        }
        try {
            store.committed(work.count);
            // the files may have vanished since the first check, and the commit would then be lost after a restart
            inPlace();
        } catch (RuntimeException e) {
            throw failed(e, true);
        }
        measure(started, changes.size(), work.used);
        return work.results;
    }

    private void inPlace() {
        var fault = store.fault();
        if (fault != null) {
            throw new StoreUnavailableException(fault);
        }
    }

    /**
     * Evicts the connections, so that the next transaction uses a new one. After a failed BEGIN, SQLite's driver
     * assumes that the connection is in a transaction, and would commit each following statement separately.
     */
    private Failed failed(RuntimeException cause, boolean commitLost) {
        var pool = source.getHikariPoolMXBean();
        if (pool != null) {
            pool.softEvictConnections();
        }
        return new Failed(cause, commitLost);
    }

    /** Records metrics. A failure here is only logged, because the commit has succeeded. */
    private void measure(Timer.Sample started, int changes, List<Batch.Used> used) {
        try {
            metrics.committed(started, changes);
            metrics.used(used);
        } catch (RuntimeException e) {
            log.warn("A commit could not be measured", e);
        }
    }

    private final class Work {

        private final List<Change<?>> changes;
        private final IdentityHashMap<Change<?>, Object> results = new IdentityHashMap<>();
        private List<Batch.Used> used = List.of();
        private long count;
        private boolean done;

        Work(List<Change<?>> changes) {
            this.changes = changes;
        }

        void run() {
            if (changes.getFirst() instanceof Task<?> task) {
                var result = task.work().apply(jdbc);
                if (result != null) {
                    results.put(task, result);
                }
            } else {
                var batch = new Batch(jdbc, store, operator, owner, changes);
                batch.apply(changes, results);
                used = batch.used();
            }
            count = store.count(jdbc);
            done = true;
        }
    }
}
