package dev.imagegateway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The models of the vendor's endpoint. Read at first use from two resources: {@code models.txt} has the schemas in the
 * notation of the collected facts, {@code catalogue.txt} has what the schemas do not tell.
 */
final class Models {

    /** On the same path, but they answer meshes. */
    private static final Set<String> THREE_D =
            Set.of("magic/image-to-3d", "triposr", "hunyuan-part", "tencent/hunyuan-part");

    private static final Pattern HEADING = Pattern.compile("\\*\\*#\\d+ `[^`]+`\\*\\* · (.+) · (\\S+) · family .*");
    private static final Pattern IDS = Pattern.compile("model\\* +string \\{ (.+) }");

    private final Map<String, Model> byId = new LinkedHashMap<>();
    private final Set<String> notOffered = new TreeSet<>(THREE_D);
    private final List<Model> all = new ArrayList<>();

    private Models() {
        Map<String, Variant> variants = new LinkedHashMap<>();
        for (String block : text("models.txt").split("\n\n", -1)) {
            variant(block.lines().toList(), variants);
        }
        text("catalogue.txt").lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Model model = model(line.split("; ", -1), variants);
            all.add(model);
            byId.put(model.id(), model);
            model.aliases().forEach(alias -> byId.put(alias, model));
        });
        if (!byId.keySet().equals(variants.keySet())) {
            throw new IllegalStateException("sandbox/catalogue.txt and sandbox/models.txt name different models");
        }
    }

    /** In the order of the facts, the first being Stable Diffusion 3. */
    static List<Model> all() {
        return Holder.MODELS.all;
    }

    static @Nullable Model find(String id) {
        return Holder.MODELS.byId.get(id);
    }

    static Model sd3() {
        return Holder.MODELS.all.getFirst();
    }

    static Set<String> ids() {
        return Holder.MODELS.byId.keySet();
    }

    /** Whether the vendor has this model and the sandbox does not: it needs an image, or makes meshes. */
    static boolean isNotOffered(String id) {
        return Holder.MODELS.notOffered.contains(id);
    }

    private void variant(List<String> block, Map<String, Variant> variants) {
        Matcher heading = HEADING.matcher(block.get(0));
        Matcher ids = IDS.matcher(block.get(1));
        if (!heading.matches() || !ids.matches()) {
            throw new IllegalStateException("sandbox/models.txt: " + block.get(0));
        }
        List<String> names = List.of(ids.group(1).split(" , ", -1));
        if (heading.group(2).equals("i2i")) {
            notOffered.addAll(names);
            return;
        }
        String last = block.getLast();
        List<String> listed = last.startsWith("`") ? TypeReader.listed(last) : List.of();
        List<Field> fields = block.stream()
                .skip(1)
                .filter(line -> !line.startsWith("`"))
                .map(line -> TypeReader.field(line, listed))
                .toList();
        Variant variant = new Variant(heading.group(1), names, fields);
        names.forEach(name -> variants.put(name, variant));
    }

    private static Model model(String[] cells, Map<String, Variant> variants) {
        List<String> ids = List.of(cells[0].split(" ", -1));
        Variant variant = variants.get(ids.getFirst());
        if (variant == null) {
            throw new IllegalStateException("sandbox/catalogue.txt: no schema of " + ids.getFirst());
        }
        return new Model(
                ids.getFirst(),
                ids.subList(1, ids.size()),
                cells[1],
                variant,
                Shape.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                FileType.named(cells[3]),
                Price.read(cells[4], cells[5]));
    }

    private static String text(String name) {
        try (InputStream resource = Models.class.getResourceAsStream("/sandbox/" + name)) {
            if (resource == null) {
                throw new IllegalStateException("There is no resource sandbox/" + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static final class Holder {
        static final Models MODELS = new Models();
    }
}
