package dev.imagegateway.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A figure in large pixels: {@code #} body, {@code =} dark, {@code o} bright, {@code .} empty.
 *
 * @param beach whether it stands on sand
 */
record Sprite(List<String> rows, boolean beach) {

    private static final Pattern DINOSAUR = Pattern.compile("t-?\\s?rex|dino|tyrannosaur");
    private static final Pattern TREE = Pattern.compile("tree|forest|wood|garden|jungle");
    private static final Pattern CITY = Pattern.compile("city|tower|street|building|house|castle");

    private static final String T_REX = """
            ..........#########.
            .........###########
            .........#====#====#
            .........##==###==##
            .........###########
            .........###########
            .........#####......
            .........#########..
            #.......#####.......
            #......#######......
            ##...###########....
            ###.##########.#....
            ##############......
            ##############......
            .############.......
            ..###########.......
            ...#########........
            ....#######.........
            ....###.###.........
            ....##...##.........
            ....#....#..........
            ....##...##.........
            """;

    private static final String TREES = """
            ....##............
            ..######....##....
            .########.######..
            ##################
            .#################
            ..######..#######.
            ....==......####..
            ....==.......==...
            ....==.......==...
            """;

    private static final String TOWERS = """
            ....##............
            ....##.......##...
            .##.##..####.##...
            .##o##..#oo#.##.##
            .####o..####.#o.##
            ####o#.##oo####o##
            #o###o##o##o#o##o#
            ######o######o####
            #o#o##o#o##o##o#o#
            ##################
            """;

    private static final String VISITOR = """
            ...####...
            ..######..
            .##o##o##.
            .##o##o##.
            .##o##o##.
            ..######..
            ...#..#...
            ...=..=...
            ....==....
            ....==....
            ..........
            ..........
            """;

    /** Returns the figure for a prompt; a visitor if the prompt names no known figure. */
    static Sprite of(String prompt) {
        String text = prompt.toLowerCase(Locale.ROOT);
        String art = DINOSAUR.matcher(text).find()
                ? T_REX
                : TREE.matcher(text).find() ? TREES : CITY.matcher(text).find() ? TOWERS : VISITOR;
        return new Sprite(art.lines().toList(), text.contains("beach"));
    }

    int width() {
        return rows.getFirst().length();
    }

    int height() {
        return rows.size();
    }

    /** The colour of a large pixel; -1 if it is empty. */
    int colour(int x, int y, int body) {
        return switch (rows.get(y).charAt(x)) {
            case '#' -> body;
            case '=' -> 0x181420;
            case 'o' -> 0xFFF3C4;
            default -> -1;
        };
    }
}
