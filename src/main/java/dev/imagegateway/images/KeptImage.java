package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import org.springframework.core.io.Resource;

/** The bytes of an image that is kept, and what they say. */
record KeptImage(Resource bytes, ImageFacts facts) {}
