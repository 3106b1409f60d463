-- The images that the gateway keeps itself, one row for each image of a settled generation. The bytes are never here.
CREATE TABLE image (
    -- derived from the generation's id and the position
    id          TEXT    NOT NULL PRIMARY KEY,
    generation  TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    client      TEXT    NOT NULL,
    -- PENDING: to be copied; KEPT: in the store; FAILED: could not be copied; REMOVED: expired, evicted or deleted
    state       TEXT    NOT NULL,
    -- why it was removed or could not be copied
    reason      TEXT,
    -- the upstream's URL; null if the upstream sent the bytes
    url         TEXT,
    sha256      TEXT,
    media_type  TEXT,
    bytes       BIGINT,
    width       INTEGER,
    height      INTEGER,
    created_at  BIGINT  NOT NULL,
    expires_at  BIGINT  NOT NULL,
    -- copies that were tried, and when the next one is due; null unless PENDING
    tries       INTEGER NOT NULL,
    next_try_at BIGINT
);

CREATE INDEX image_generation ON image (generation);
CREATE INDEX image_pending ON image (next_try_at) WHERE state = 'PENDING';
CREATE INDEX image_expiry ON image (expires_at) WHERE state = 'KEPT';
CREATE INDEX image_oldest ON image (created_at, id) WHERE state = 'KEPT';
CREATE INDEX image_content ON image (sha256) WHERE state = 'KEPT';

-- The key that signs the URLs of images, made at the first start and shared by all processes. One row.
CREATE TABLE signing_key (
    id     INTEGER NOT NULL PRIMARY KEY,
    secret TEXT    NOT NULL
);
