package dev.imagegateway.image;

import dev.imagegateway.image.ImageGenerationResponse.Image;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes an image to a response. Encodes its bytes as base64 in pieces. */
final class ImageSerializer extends ValueSerializer<Image> {

    @Override
    public void serialize(Image image, JsonGenerator json, SerializationContext context) {
        json.writeStartObject();
        if (image.url() != null) {
            json.writeStringProperty("url", image.url());
        } else if (image.bytes() != null && image.mediaType() != null) {
            json.writeName("url");
            json.writeString(new DataUrlReader(image.mediaType(), image.bytes()), -1);
        } else if (image.bytes() != null) {
            json.writeName("b64_json");
            json.writeBinary(
                    Base64Variants.MIME_NO_LINEFEEDS,
                    image.bytes().open(),
                    Math.toIntExact(image.bytes().length()));
        }
        json.writeEndObject();
    }
}
