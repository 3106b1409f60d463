package dev.imagegateway.images;

import dev.imagegateway.client.Client;
import dev.imagegateway.http.Query;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves several kept images as one ZIP. */
@RestController
final class ImageArchiveController {

    private static final int MAX_IMAGES = 200;
    private static final int MAX_ID_LENGTH = 100;

    private static final Pattern ID = Pattern.compile("img-[A-Za-z0-9-]{1," + (MAX_ID_LENGTH - 4) + "}");

    private final ImageKeeper keeper;
    private final RequestTransfers transfers;

    ImageArchiveController(ImageKeeper keeper, RequestTransfers transfers) {
        this.keeper = keeper;
        this.transfers = transfers;
    }

    /**
     * Streams the images of these ids. Those that are missing are listed in an entry of their own.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code not-found} if none of them is the caller's,
     *     {@code overloaded} if the gateway transfers as many bytes as it may
     */
    @GetMapping("/v1/images.zip")
    void zip(@AuthenticationPrincipal Client caller, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        var ids = ids(Query.of(http));
        var images = keeper.kept().orElse(null);
        var records = images == null ? Map.<String, ImageRecord>of() : readable(images, ids, caller);
        if (images == null || records.isEmpty()) {
            throw Problem.of(ProblemType.NOT_FOUND, "None of these is an image of yours that the gateway keeps.")
                    .asException();
        }
        // one image is read at a time
        transfers
                .reserveForReader(records.values().stream()
                        .mapToLong(image -> image.facts() == null
                                ? Long.MAX_VALUE
                                : image.facts().bytes())
                        .max()
                        .orElse(Long.MAX_VALUE))
                .ifPresent(problem -> {
                    throw problem.recognised(true).asException();
                });
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"images.zip\"");
        new ImageArchive(images).write(ids, records, response.getOutputStream());
    }

    private static Map<String, ImageRecord> readable(KeptImages images, List<String> ids, Client caller) {
        return images.find(ids).stream()
                .filter(image -> caller.isAdmin() || image.client().equals(caller.id()))
                .collect(Collectors.toMap(ImageRecord::id, Function.identity()));
    }

    private static List<String> ids(Query query) {
        var text = query.text("ids", MAX_IMAGES * (MAX_ID_LENGTH + 1));
        var ids = text == null ? List.<String>of() : List.copyOf(new LinkedHashSet<>(List.of(text.split(",", -1))));
        if (ids.isEmpty() || ids.size() > MAX_IMAGES || !ids.stream().allMatch(ID.asMatchPredicate())) {
            query.refuse(
                    "ids",
                    ids.size() > MAX_IMAGES ? "maxItems" : "pattern",
                    "must be 1 to " + MAX_IMAGES + " ids of images, separated by commas, as in their URLs",
                    Map.of("maxItems", MAX_IMAGES));
        }
        query.throwIfAny();
        return ids;
    }
}
