-- Whether the vendor's safety checker blocked an image: 1 or 0; null if that is not known. From the vendor's own word
-- if it gave one, otherwise from the bytes.
ALTER TABLE image ADD COLUMN blocked INTEGER;

-- Few images are blocked, so that a list of their generations is found without reading the others.
CREATE INDEX image_blocked ON image (generation) WHERE blocked = 1;
