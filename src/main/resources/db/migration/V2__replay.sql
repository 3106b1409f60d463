-- What it takes to answer a request from an earlier one. The previous version writes none of it, and need not.

-- where its images are, one URL a line; null where nobody can say
ALTER TABLE generation ADD COLUMN answer TEXT;
-- the number of the last try that it answers, where its callers number their tries
ALTER TABLE generation ADD COLUMN retry_count INTEGER;
-- when somebody was told of its images; null where nobody waited for them
ALTER TABLE generation ADD COLUMN answered_at BIGINT;

-- where a retry looks for what it repeats
CREATE INDEX generation_tries ON generation (client, request_hash, held_at) WHERE retry_count IS NOT NULL;

-- A name by which a later request finds an earlier one's generation.
CREATE TABLE claim (
    kind         TEXT   NOT NULL CHECK (kind IN ('idempotency-key', 'client-request-id', 'seeded')),
    -- the client, or '*' for all of them
    scope        TEXT   NOT NULL,
    -- SHA-256 of it
    name         TEXT   NOT NULL,
    request_hash TEXT   NOT NULL,
    generation   TEXT   NOT NULL,
    expires_at   BIGINT NOT NULL,
    PRIMARY KEY (kind, scope, name)
);

CREATE INDEX claim_expiry ON claim (expires_at);

-- What was not paid again, summed. Never purged: it is as small as rollup.
CREATE TABLE saving (
    hour_at  BIGINT NOT NULL,
    day_at   BIGINT NOT NULL,
    month_at BIGINT NOT NULL,
    client   TEXT   NOT NULL,
    user_tag TEXT   NOT NULL,
    model    TEXT   NOT NULL,
    -- how the earlier generation was found
    kind     TEXT   NOT NULL,
    answers  BIGINT NOT NULL,
    images   BIGINT NOT NULL,
    credits  BIGINT NOT NULL,
    PRIMARY KEY (hour_at, day_at, month_at, client, user_tag, model, kind)
);
