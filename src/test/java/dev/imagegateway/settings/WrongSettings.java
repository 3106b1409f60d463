package dev.imagegateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Settings that stop the start.
 *
 * @param says what the complaint says of them
 * @param settings the arguments that set them
 */
record WrongSettings(String says, List<String> settings) {

    static WrongSettings of(String says, String... settings) {
        return new WrongSettings(says, List.of(settings));
    }

    /**
     * As few groups as it takes, none of which sets a name to two values. One start reports all faults of a group: a start
     * for each fault would take minutes.
     */
    static List<Group> grouped(Stream<WrongSettings> all) {
        var groups = new ArrayList<Group>();
        all.forEach(one -> groups.stream()
                .filter(group -> !group.contradicts(one))
                .findFirst()
                .orElseGet(() -> {
                    groups.add(new Group(new ArrayList<>()));
                    return groups.getLast();
                })
                .members
                .add(one));
        return groups;
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    private static boolean contradict(String one, String other) {
        return !one.equals(other)
                && (ConfigurationFixture.isAtOrBelow(name(one), name(other))
                        || ConfigurationFixture.isAtOrBelow(name(other), name(one)));
    }

    String[] arguments() {
        return settings.toArray(String[]::new);
    }

    void assertReported(String complaint) {
        assertThat(complaint.lines()).anyMatch(line -> line.contains(says));
    }

    /** Settings that are wrong each for a reason of its own. */
    record Group(List<WrongSettings> members) {

        private boolean contradicts(WrongSettings other) {
            return Stream.of(settings())
                    .anyMatch(mine -> other.settings.stream().anyMatch(one -> contradict(mine, one)));
        }

        String[] settings() {
            return members.stream()
                    .flatMap(one -> one.settings.stream())
                    .distinct()
                    .toArray(String[]::new);
        }

        /** Each has one line, and no two the same. */
        void assertReported(String complaint) {
            assertThat(members)
                    .extracting(one -> complaint
                            .lines()
                            .filter(line -> line.contains(one.says))
                            .toList())
                    .allSatisfy(lines -> assertThat(lines).hasSize(1))
                    .doesNotHaveDuplicates();
        }

        @Override
        public String toString() {
            return Stream.of(settings()).map(WrongSettings::name).toList().toString();
        }
    }
}
