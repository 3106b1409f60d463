-- What an image costs by the vendor's answers and by its price list, where that is known. Holds follow the highest price,
-- also after a restart and on every replica. The previous version knows only the catalogue's price.
CREATE TABLE observed_price (
    model             TEXT   NOT NULL,
    -- stated: in answers or in the vendor's logs; listed: in its price list
    source            TEXT   NOT NULL CHECK (source IN ('stated', 'listed')),
    credits_per_image BIGINT NOT NULL CHECK (credits_per_image >= 0),
    observed_at       BIGINT NOT NULL,
    PRIMARY KEY (model, source)
);
