package dev.imagegateway.sandbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The response is a malformed 200. Billed as every 200; an unbilled one reports 0 credits. */
enum AnswerFault implements Fault {
    NONE("Answers as usual: for a rule about a delay, a profile or a status alone."),
    TRUNCATED_JSON("The JSON ends in the middle, the HTTP message does not."),
    NOT_JSON("The body is plain text."),
    HTML("The body is an HTML page."),
    EMPTY_BODY("There is no body."),
    EMPTY_DATA("There is no image in data."),
    NULL_DATA("data is null."),
    FEWER_IMAGES("One image less than asked, billed for those delivered.", Option.IMAGES),
    NO_URL("Each item has url and b64_json null."),
    B64("Each item has the image as b64_json, and url null."),
    BOTH_SHAPES("The same images in data and in images."),
    LEAKED_HOST("The URLs name the supplier's host v3b.fal.media, which is not this server."),
    MISSING_META("There is no meta; the headers still tell the cost."),
    NULL_META("meta is null; the headers still tell the cost."),
    MISSING_COST("Neither meta nor headers tell the cost."),
    MISSING_COST_HEADERS("Only meta tells the cost."),
    MISSING_INFERENCE_ID("There is no x-inference-id."),
    WRONG_CONTENT_TYPE("The JSON is labelled text/html."),
    HUGE_BODY("Filler of some MiB follows in the JSON, without an announced length.", Option.MIB),
    PRICE_CHANGE("Each image costs more than the price list says.", Option.CREDITS);

    private final String about;
    private final @Nullable Option option;

    AnswerFault(String about) {
        this(about, null);
    }

    AnswerFault(String about, @Nullable Option option) {
        this.about = about;
        this.option = option;
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
        return Set.of(Option.STATUS);
    }

    @Override
    public @Nullable Option ownOption() {
        return option;
    }
}
