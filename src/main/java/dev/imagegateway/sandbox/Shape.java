package dev.imagegateway.sandbox;

/** What an adapter of the vendor adds to the response. */
enum Shape {
    /** Nothing. */
    FAL,
    OPENAI,
    IMAGEN,
    GEMINI,
    ALIBABA,
    QWEN,
    GROK,
    SEEDREAM,
    REVE
}
