package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import java.nio.file.Path;

/** The file of an image that is kept. */
record KeptImage(Path file, ImageFacts facts) {}
