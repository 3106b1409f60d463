package dev.imagegateway.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The generation succeeds and is billed, but its images cannot be downloaded correctly. */
enum ImageFault implements Fault {
    IMAGE_MISSING("The download is 404."),
    IMAGE_ERROR("The download is 500.", Option.STATUS),
    IMAGE_SLOW("The file comes in 20 pieces.", Option.OVER),
    IMAGE_HANG("The download is never answered."),
    IMAGE_WRONG_TYPE("The PNG is labelled text/html."),
    IMAGE_AS_JPEG("The PNG is labelled image/jpeg."),
    IMAGE_NOT_AN_IMAGE("An HTML page is labelled image/png."),
    IMAGE_TRUNCATED("Half of the file, then the connection is closed."),
    IMAGE_REDIRECT("302 to another place, by default the cloud's metadata address.", Option.LOCATION),
    IMAGE_REDIRECT_LOOP("302 to itself."),
    IMAGE_HUGE("Filler of some MiB follows the file, without an announced length.", Option.MIB);

    private static final byte[] PAGE = "<!DOCTYPE html><title>Not an image</title>".getBytes(StandardCharsets.UTF_8);

    private final String about;
    private final @Nullable Option option;

    ImageFault(String about) {
        this(about, null);
    }

    ImageFault(String about, @Nullable Option option) {
        this.about = about;
        this.option = option;
    }

    Reply spoil(Reply file, Injection injection, String path) {
        return switch (this) {
            case IMAGE_MISSING -> Reply.of(404, "text/plain", "Not Found".getBytes(StandardCharsets.UTF_8));
            case IMAGE_ERROR -> Reply.empty(injection.status() == null ? 500 : injection.status());
            case IMAGE_SLOW -> file.over(new Wire.Trickle(injection.over()));
            case IMAGE_HANG -> file.over(new Wire.Hang());
            case IMAGE_WRONG_TYPE -> file.with("Content-Type", "text/html");
            case IMAGE_AS_JPEG -> file.with("Content-Type", "image/jpeg");
            case IMAGE_NOT_AN_IMAGE -> Reply.of(200, "image/png", PAGE);
            case IMAGE_TRUNCATED -> file.over(new Wire.Cut(false));
            case IMAGE_REDIRECT -> Reply.empty(302).with("Location", injection.location());
            case IMAGE_REDIRECT_LOOP -> Reply.empty(302).with("Location", path);
            case IMAGE_HUGE -> file.over(new Wire.Padded(injection.mib(), ""));
        };
    }

    @Override
    public boolean bills() {
        return true;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public Set<Option> commonOptions() {
        return Set.of(Option.GETS);
    }

    @Override
    public @Nullable Option ownOption() {
        return option;
    }
}
