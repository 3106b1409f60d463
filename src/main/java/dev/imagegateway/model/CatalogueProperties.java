package dev.imagegateway.model;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator's changes to the catalogue of models ({@code gateway.catalogue}).
 *
 * @param directory a folder with further model documents, which add or replace models; read again when it changes
 * @param refresh how often the folder is checked, 100 ms to 1 h
 * @param lifecycleInterval how often the vendor's announcements of the end of models are read, at most 31 d; 0 for
 *     never
 * @param prices prices that replace those of the documents
 * @param models further settings by model
 * @param permittedParameters restricted parameters that callers may use, such as {@code provider} and {@code loras}
 * @param holdPrice which price is held: {@code highest} or {@code catalogue}
 */
@ConfigurationProperties("gateway.catalogue")
public record CatalogueProperties(
        @Nullable Path directory,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration refresh,

        @DefaultValue("1d") @DurationMin() @DurationMax(days = 31)
        Duration lifecycleInterval,

        @DefaultValue List<@Valid Price> prices,
        @DefaultValue Map<String, @Valid ModelSettings> models,
        @DefaultValue List<String> permittedParameters,
        @DefaultValue("highest") HoldPrice holdPrice) {

    /** Which price a hold sets aside. */
    public enum HoldPrice {
        /** The highest of the catalogue's price, the vendor's price list and the last cost that the vendor stated. */
        HIGHEST,
        /** The catalogue's price, whatever the vendor says. */
        CATALOGUE
    }

    /**
     * The price of a model.
     *
     * @param model its id or an alias
     * @param credits AIML credits for each unit, above 0
     * @param unit {@code image}, {@code megapixel}, {@code input-and-output-image} or
     *     {@code input-image-and-output-megapixel}; by default that of the model's
     *     document, and {@code image} where that is {@code token} or missing
     * @param validFrom the first day on which it is valid, in UTC; always by default
     */
    public record Price(
            @Nullable String model,
            @Min(1) long credits,
            @Nullable PriceUnit unit,
            @Nullable LocalDate validFrom) {

        Pricing of(Model known) {
            var documented =
                    known.pricing() == null ? PriceUnit.IMAGE : known.pricing().unit();
            var of = unit != null ? unit : documented == PriceUnit.TOKEN ? PriceUnit.IMAGE : documented;
            return new Pricing(of, credits, null, null, "set by the operator", validFrom);
        }
    }

    /**
     * Further settings of a model.
     *
     * @param creditsPerImage the price of an image in AIML credits; the same as an entry of {@code prices}
     * @param prices further prices of an image, each valid from a day on
     * @param revision the operator's version of the model, instead of that of its document. After a change, seeds no
     *     longer match earlier images.
     */
    public record ModelSettings(
            @Nullable @Min(1) Long creditsPerImage,
            @DefaultValue List<@Valid DatedPrice> prices,
            @Nullable String revision) {}

    /**
     * A price from a day on.
     *
     * @param creditsPerImage AIML credits, above 0
     * @param validFrom the first day on which it is valid, in UTC
     */
    public record DatedPrice(
            @Min(1) long creditsPerImage, @Nullable LocalDate validFrom) {}

    Optional<Pricing> price(Model model, LocalDate day) {
        if (prices.isEmpty() && models.isEmpty()) {
            return Optional.empty();
        }
        return stated(model)
                .filter(price -> price.validFrom() == null || !price.validFrom().isAfter(day))
                .max(Comparator.comparing(Price::validFrom, Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(price -> price.of(model));
    }

    private Stream<Price> stated(Model model) {
        var listed = prices.stream().filter(price -> isNamed(model, price.model()));
        var settings = settings(model);
        if (settings == null) {
            return listed;
        }
        var dated = settings.prices().stream()
                .map(price -> new Price(model.id(), price.creditsPerImage(), PriceUnit.IMAGE, price.validFrom()));
        var usual = settings.creditsPerImage() == null
                ? Stream.<Price>empty()
                : Stream.of(new Price(model.id(), settings.creditsPerImage(), PriceUnit.IMAGE, null));
        return Stream.of(usual, dated, listed).flatMap(all -> all);
    }

    String revision(Model model) {
        var settings = settings(model);
        return settings == null || settings.revision() == null ? model.revision() : settings.revision();
    }

    private @Nullable ModelSettings settings(Model model) {
        return models.isEmpty()
                ? null
                : models.entrySet().stream()
                        .filter(entry -> isNamed(model, entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** Environment variables omit hyphens. */
    static boolean isNamed(Model model, @Nullable String name) {
        return Objects.equals(name, model.id())
                || model.aliases().contains(name)
                || Objects.equals(name, model.id().replace("-", ""));
    }
}
