package dev.imagegateway.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds processes whose heartbeat has not changed for a whole lease. The time is measured by this process's monotonic
 * clock, so that a database clock that is set forward or back neither kills a process nor keeps a dead one. Used by one
 * thread at a time.
 */
final class SilentOwners {

    private final Duration lease;
    private Map<String, Seen> seen = new HashMap<>();

    SilentOwners(Duration lease) {
        this.lease = lease;
    }

    private record Seen(long heartbeatAt, long sinceNanos) {}

    /** Deletes the rows of silent processes. A process that only paused writes its row again with its next heartbeat. */
    void delete(JdbcTemplate jdbc) {
        var now = System.nanoTime();
        var next = new HashMap<String, Seen>();
        jdbc.query("SELECT id, heartbeat_at FROM owner", row -> {
            var id = row.getString("id");
            var heartbeatAt = row.getLong("heartbeat_at");
            var before = seen.get(id);
            next.put(id, before != null && before.heartbeatAt() == heartbeatAt ? before : new Seen(heartbeatAt, now));
        });
        seen = next;
        next.forEach((id, owner) -> {
            if (now - owner.sinceNanos() >= lease.toNanos()) {
                // not if it has sent a heartbeat meanwhile
                jdbc.update("DELETE FROM owner WHERE id = ? AND heartbeat_at = ?", id, owner.heartbeatAt());
            }
        });
    }
}
