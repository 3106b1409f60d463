package dev.imagegateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;
import org.springframework.modulith.docs.Documenter.DiagramOptions;
import org.springframework.modulith.docs.Documenter.DiagramOptions.DiagramStyle;
import org.springframework.modulith.docs.Documenter.Options;

/** The house's rules: who may see whom, and how large a room may be. */
class ArchitectureTests {

    private static final int MOST_LINES = 300;

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.imagegateway");

    private static final ApplicationModules MODULES = ApplicationModules.of(ImageGatewayApplication.class);

    /** Packages that many use and that use hardly any: with them, no line could be followed. */
    private static final Set<String> VALUES =
            Set.of("connection", "deadline", "image", "problem", "secret", "settings", "telemetry", "text");

    private static final Path DIAGRAM = Path.of("docs", "modules.puml");

    @TempDir
    private Path folder;

    @Test
    void packagesUseOnlyWhatTheyDeclare() {
        MODULES.verify();
    }

    @Test
    void diagramInDocsIsThatOfModulith() throws IOException {
        new Documenter(MODULES, Options.defaults().withOutputFolder(folder.toString()))
                .writeModulesAsPlantUml(DiagramOptions.defaults()
                        .withStyle(DiagramStyle.UML)
                        .withExclusions(
                                module -> VALUES.contains(module.getIdentifier().toString())));
        var drawn = Files.readString(folder.resolve("components.puml"));
        if (Boolean.getBoolean("diagram.write")) {
            Files.writeString(DIAGRAM, drawn);
        }

        // the order of its lines is not always the same
        assertThat(Files.readAllLines(DIAGRAM))
                .containsExactlyInAnyOrderElementsOf(drawn.lines().toList());
    }

    @Test
    void onlyThoseWhoCallOutSeeTheReactor() {
        noClasses()
                .that()
                // deadline has Netty's wheel of timers
                .resideOutsideOfPackages(
                        "..upstream..", "..billing..", "..images..", "..connection..", "..sandbox..", "..deadline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor..", "io.netty..", "org.springframework.web.reactive..")
                .check(MAIN);
    }

    @Test
    void onlyStoreAndLedgerSeeTheDatabase() {
        noClasses()
                .that()
                // maintenance reads and copies the ledger's tables as they are
                .resideOutsideOfPackages("..store..", "..ledger..", "..maintenance..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "com.zaxxer..")
                .check(MAIN);
    }

    @Test
    void onlyTheStoreKnowsWhichDatabaseItIs() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.flywaydb..", "org.sqlite..", "org.postgresql..")
                .check(MAIN);
    }

    @Test
    void onlyTheStoreOfImagesSeesTheAwsSdk() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.imagegateway\\.images\\.S3.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(MAIN);
    }

    @Test
    void onlyWhatCallsTheUpstreamSeesResilience4j() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..upstream..", "..billing..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.resilience4j..")
                .check(MAIN);
    }

    @Test
    void nothingUsesTheSandboxAndItUsesNothing() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..sandbox..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("..sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.imagegateway.image..",
                        "dev.imagegateway.model..",
                        "dev.imagegateway.problem..",
                        "dev.imagegateway.http..",
                        "dev.imagegateway.upstream..",
                        "dev.imagegateway.billing..",
                        "dev.imagegateway.generation..")
                .check(MAIN);
    }

    @Test
    void noAnnotationMovesControlFlow() {
        methods()
                .should()
                .notBeAnnotatedWith("org.springframework.scheduling.annotation.Async")
                .andShould()
                .notBeAnnotatedWith("org.springframework.context.event.EventListener")
                .andShould()
                .notBeAnnotatedWith("org.springframework.cache.annotation.Cacheable")
                .andShould()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .check(MAIN);
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .should()
                .haveSimpleNameNotEndingWith("Impl")
                .andShould()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .check(MAIN);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..impl..", "..dto..", "..service..")
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() throws IOException {
        // the program that calls generated clients is built on its own, without our dependencies
        var generated = Path.of("src", "test", "clients");
        assertThat(sources().stream()
                        .filter(file -> !file.startsWith(generated))
                        .map(Path::getParent)
                        .distinct())
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    @Test
    void filesAreShort() throws IOException {
        assertThat(sources())
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES));
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
