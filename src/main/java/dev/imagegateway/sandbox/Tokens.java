package dev.imagegateway.sandbox;

import java.nio.charset.StandardCharsets;

/** The tokens that OpenAI and Google count for an image. */
final class Tokens {

    private static final int BYTES_PER_TOKEN = 4;
    private static final int PER_REFERENCE = 1120;
    /** A thought costs as much as six tokens of the prompt. */
    private static final int THOUGHT = 6;

    private Tokens() {}

    /** Tokens of one image. */
    static long output(GenerationRequest request) {
        if (request.model().shape() == Shape.GEMINI) {
            boolean pro = request.model().id().contains("pro");
            return switch (request.text("resolution")) {
                case "4K" -> pro ? 2000 : 2520;
                case "2K" -> pro ? 1120 : 1680;
                default -> 1120;
            };
        }
        int size = request.pixels().width() == request.pixels().height()
                ? 0
                : request.pixels().width() < request.pixels().height() ? 1 : 2;
        return switch (request.text("quality")) {
            case "low" -> new int[] {272, 408, 400}[size];
            case "high" -> new int[] {4160, 6240, 6208}[size];
            default -> new int[] {1056, 1584, 1568}[size];
        };
    }

    /** Tokens at the price of the prompt: prompt, reference images, and what Gemini thinks. */
    static long input(GenerationRequest request) {
        long thoughts = request.model().shape() == Shape.GEMINI ? THOUGHT * thoughts(request.prompt()) : 0;
        return prompt(request) + thoughts + (long) PER_REFERENCE * request.references();
    }

    static long prompt(GenerationRequest request) {
        return Math.ceilDiv(request.prompt().getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
    }

    /** 400–1199 (guess, from two samples of Gemini 3.1); the same for the same prompt. */
    private static long thoughts(String prompt) {
        return 400L + Math.floorMod(prompt.hashCode(), 800);
    }
}
