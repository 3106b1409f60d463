-- The size of all kept images is a sum over this index alone.
CREATE INDEX image_bytes ON image (bytes) WHERE state = 'KEPT';
