package dev.imagegateway.model;

import dev.imagegateway.image.ImageGenerationRequest;
import java.util.List;

/**
 * What a body asks for.
 *
 * @param request valid
 * @param ignored names of fields that OpenAI's clients send and that mean nothing here, in the order sent
 */
public record ParsedRequest(ImageGenerationRequest request, List<String> ignored) {}
