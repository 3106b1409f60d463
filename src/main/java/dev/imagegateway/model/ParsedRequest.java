package dev.imagegateway.model;

import java.util.List;

/**
 * A parsed body.
 *
 * @param request the valid request
 * @param ignored names of fields that OpenAI's clients send and this gateway ignores, in the order sent
 */
public record ParsedRequest(ImageGenerationRequest request, List<String> ignored) {}
