-- One text for SQLite and PostgreSQL. Times are milliseconds since 1970 UTC, credits are whole AIML credits.
-- Expand, then contract: a migration may add what the previous version of the gateway does not know, and takes away
-- only what it no longer uses.

-- One accepted request. Never deleted while HELD or UNKNOWN.
CREATE TABLE generation (
    id                  TEXT    NOT NULL PRIMARY KEY,
    state               TEXT    NOT NULL CHECK (state IN ('HELD', 'SETTLED', 'RELEASED', 'UNKNOWN')),
    -- the process that held it, and is the only one to send it
    owner               TEXT    NOT NULL,
    client              TEXT    NOT NULL,
    -- OpenAI's field user, as the caller sent it
    user_tag            TEXT,
    model               TEXT    NOT NULL,
    images_asked        INTEGER NOT NULL,
    images_delivered    INTEGER,
    image_size          TEXT,
    steps               INTEGER,
    seed                BIGINT  NOT NULL,
    -- SHA-256 of the canonical request; the prompt itself only where gateway.ledger.keep-prompts says so
    request_hash        TEXT    NOT NULL,
    prompt              TEXT,
    request_id          TEXT,
    -- the first characters of the keys it may have been sent with, separated by commas
    key_prefixes        TEXT    NOT NULL,
    -- POSTs that went upstream; unknown while HELD, and for good where the process died
    attempts            INTEGER,
    inference_id        TEXT,
    upstream_request_id TEXT,
    credits_held        BIGINT  NOT NULL CHECK (credits_held >= 0),
    credits_used        BIGINT CHECK (credits_used >= 0),
    -- who says what it cost
    evidence            TEXT,
    outcome             TEXT,
    -- the periods it belongs to for good, whatever becomes of it later
    hour_at             BIGINT  NOT NULL,
    day_at              BIGINT  NOT NULL,
    month_at            BIGINT  NOT NULL,
    held_at             BIGINT  NOT NULL,
    -- no answer can come after it
    deadline            BIGINT  NOT NULL,
    ended_at            BIGINT,
    -- what the vendor's books say of all its attempts, and since when they say all that they ever will
    vendor_credits      BIGINT,
    reconciled_at       BIGINT,
    CHECK ((state = 'SETTLED') = (credits_used IS NOT NULL))
);

CREATE INDEX generation_client ON generation (client, held_at, id);
CREATE INDEX generation_held ON generation (held_at, id);
CREATE INDEX generation_open ON generation (state, owner) WHERE state IN ('HELD', 'UNKNOWN');
CREATE INDEX generation_unreconciled ON generation (held_at) WHERE reconciled_at IS NULL;
-- the few on which the vendor's books and ours differ
CREATE INDEX generation_drift ON generation (held_at) WHERE reconciled_at IS NOT NULL
    AND COALESCE(credits_used, 0) <> COALESCE(vendor_credits, 0);

-- What a client, or '*' for all of them, holds and has spent in a period. Kept whether or not there is a budget, so
-- that one that is set at noon counts the morning.
CREATE TABLE account (
    client    TEXT   NOT NULL,
    period    TEXT   NOT NULL CHECK (period IN ('hour', 'day', 'month')),
    starts_at BIGINT NOT NULL,
    held      BIGINT NOT NULL CHECK (held >= 0),
    spent     BIGINT NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (client, period, starts_at)
);

-- Generations that were purged, summed.
CREATE TABLE rollup (
    hour_at        BIGINT  NOT NULL,
    day_at         BIGINT  NOT NULL,
    month_at       BIGINT  NOT NULL,
    client         TEXT    NOT NULL,
    user_tag       TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    generations    BIGINT  NOT NULL,
    settled        BIGINT  NOT NULL,
    images         BIGINT  NOT NULL,
    credits        BIGINT  NOT NULL,
    reconciled     BIGINT  NOT NULL,
    drift          BIGINT  NOT NULL,
    PRIMARY KEY (hour_at, day_at, month_at, client, user_tag, model)
);

-- The vendor's rows that belong to our generations, each once.
CREATE TABLE vendor_row (
    id         TEXT   NOT NULL PRIMARY KEY,
    generation TEXT   NOT NULL,
    attempt    TEXT,
    reference  TEXT,
    kind       TEXT   NOT NULL CHECK (kind IN ('charge', 'failure', 'refund')),
    credits    BIGINT NOT NULL CHECK (credits >= 0),
    created_at BIGINT NOT NULL
);

CREATE INDEX vendor_row_generation ON vendor_row (generation);
CREATE INDEX vendor_row_reference ON vendor_row (reference);

-- Processes that live: one whose lease has expired no longer sends anything.
CREATE TABLE owner (
    id           TEXT   NOT NULL PRIMARY KEY,
    heartbeat_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);

-- How far the vendor's books were read.
CREATE TABLE bookmark (
    name    TEXT   NOT NULL PRIMARY KEY,
    read_to BIGINT NOT NULL
);

-- ShedLock's table: which replica reconciles.
CREATE TABLE shedlock (
    name       VARCHAR(64)  NOT NULL PRIMARY KEY,
    lock_until TIMESTAMP    NOT NULL,
    locked_at  TIMESTAMP    NOT NULL,
    locked_by  VARCHAR(255) NOT NULL
);
