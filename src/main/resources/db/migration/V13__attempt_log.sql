-- The attempts of a generation, one in each line; see AttemptRecord. Null if it has none, or ended before this version.
ALTER TABLE generation ADD COLUMN attempt_log TEXT;
