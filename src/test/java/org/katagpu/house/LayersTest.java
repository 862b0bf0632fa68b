package org.katagpu.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stages;

/** The house's rooms: who may use whom, see docs/architecture.md. */
class LayersTest {
    private static final String ROOT = "org.katagpu";
    private static final Set<String> STAGES = Stream.concat(Stream.of(ROOT + ".setup"),
            Stages.all().keySet().stream().map(id -> ROOT + ".setup." + id)).collect(Collectors.toSet());
    private static JavaClasses classes = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption((ImportOption) location -> !location.contains("/test-classes/"))
                .importPackages(ROOT);
    }

    @Test
    void aRoomUsesOnlyRoomsBelowIt() {
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true)
                .layer("message").definedBy("..katagpu.message..")
                .layer("remote").definedBy("..katagpu.remote..")
                .layer("job").definedBy("..katagpu.job..")
                .layer("host").definedBy("..katagpu.host..")
                .layer("kataconf").definedBy("..katagpu.kataconf..")
                .layer("chat").definedBy("..katagpu.chat..")
                .layer("attest").definedBy("..katagpu.attest..")
                .layer("setup").definedBy("..katagpu.setup..")
                .layer("practice").definedBy("..katagpu.practice..")
                .layer("ui").definedBy("..katagpu.ui..")
                .layer("cli").definedBy("..katagpu.cli..")
                .layer("main").definedBy(ROOT)
                .whereLayer("main").mayNotBeAccessedByAnyLayer()
                .whereLayer("ui").mayOnlyBeAccessedByLayers("main")
                .whereLayer("cli").mayOnlyBeAccessedByLayers("main")
                .whereLayer("practice").mayOnlyBeAccessedByLayers("main")
                .whereLayer("setup").mayOnlyBeAccessedByLayers("ui", "cli", "main")
                .whereLayer("chat").mayOnlyBeAccessedByLayers("setup", "ui", "cli", "main")
                .whereLayer("attest").mayOnlyBeAccessedByLayers("setup", "ui", "cli", "main")
                .whereLayer("kataconf").mayOnlyBeAccessedByLayers("setup", "ui", "cli", "main")
                .whereLayer("host").mayOnlyBeAccessedByLayers("setup", "ui", "cli", "main")
                .whereLayer("job").mayOnlyBeAccessedByLayers("setup", "ui", "cli", "main", "host", "kataconf", "chat")
                .whereLayer("remote")
                .mayOnlyBeAccessedByLayers("job", "setup", "ui", "cli", "main", "host", "kataconf", "chat", "practice")
                .check(classes);
    }

    @Test
    void onlyTheWindowKnowsJavaFx() {
        noClasses().that().resideOutsideOfPackages("org.katagpu.ui..", ROOT).should().dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "org.kordamp..", "atlantafx..").check(classes);
    }

    /** Evidence is verified with the JDK alone, and nobody is asked for it; reports of it are JSON. */
    @Test
    void evidenceIsVerifiedOffline() {
        noClasses().that().resideInAPackage("org.katagpu.attest..").and()
                .resideOutsideOfPackage("org.katagpu.attest.report..").should().dependOnClassesThat()
                .resideOutsideOfPackages("org.katagpu.attest..", "org.katagpu.message..", "java..", "javax.security..",
                        "org.jspecify..")
                .check(classes);
        noClasses().that().resideInAPackage("org.katagpu.attest..").should().dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..").check(classes);
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        noClasses().that().resideOutsideOfPackage("org.katagpu.cli..").should().dependOnClassesThat()
                .resideInAPackage("picocli..").check(classes);
    }

    /** The command line starts, and works, where no JavaFX is. */
    @Test
    void theCommandLinesMainKnowsNothingOfTheWindow() {
        noClasses().that().haveFullyQualifiedName(ROOT + ".Cli").should().transitivelyDependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.katagpu.ui..").check(classes);
    }

    @Test
    void modelsOfPagesKnowNoSceneGraph() {
        noClasses().that().resideInAPackage("org.katagpu.ui..").and().haveSimpleNameEndingWith("Model").should()
                .dependOnClassesThat().resideInAPackage("javafx.scene..").check(classes);
    }

    @Test
    void onlyRemoteSshKnowsSshj() {
        noClasses().that().resideOutsideOfPackage("org.katagpu.remote.ssh..").should().dependOnClassesThat()
                .resideInAnyPackage("net.schmizz..", "com.hierynomus..").check(classes);
    }

    @Test
    void onlyPracticeKnowsTheServerLibrary() {
        noClasses().that().resideOutsideOfPackage("org.katagpu.practice..").should().dependOnClassesThat()
                .resideInAPackage("org.apache.sshd..").check(classes);
    }

    @Test
    void onlyThePiecesWiringAFaceKnowSshConnections() {
        noClasses().that()
                .resideInAnyPackage("org.katagpu.ui..", "org.katagpu.cli..", "org.katagpu.setup..", "org.katagpu.job..",
                        "org.katagpu.host..")
                .should().dependOnClassesThat().resideInAPackage("org.katagpu.remote.ssh..")
                .check(classes);
    }

    @Test
    void nothingIsPrintedAndLoggingGoesThroughSlf4j() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.because("AppLog alone says where slf4j's messages go")
                .check(classes.that(com.tngtech.archunit.base.DescribedPredicate.describe("not AppLog",
                        type -> !type.getName().equals(ROOT + ".AppLog"))));
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
                .because("the log file is the place; the two mains alone know the terminal")
                .check(classes.that(com.tngtech.archunit.base.DescribedPredicate.describe("no main",
                        type -> !type.getName().startsWith(ROOT + ".Main") && !type.getName().equals(ROOT + ".Cli"))));
    }

    @Test
    void noSwing() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("javax.swing..", "java.awt..", "javafx.embed..")
                .check(classes);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("org.katagpu.(*)..").should().beFreeOfCycles().check(classes);
    }

    /** Down to each package. The stages and what runs them are one: a stage is given the whole plan. */
    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return SliceIdentifier.of(STAGES.contains(name) ? ROOT + ".setup" : name);
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        }).should().beFreeOfCycles().check(classes);
    }

    /** So that a new stage is its room and a line in each of the two. */
    @Test
    void onlyThePlanAndTheListOfStagesKnowTheStages() {
        noClasses().that().resideInAPackage(ROOT + ".setup").and().doNotBelongToAnyOf(Plan.class, Stages.class).should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(STAGES.stream()
                        .filter(name -> !name.equals(ROOT + ".setup")).toArray(String[]::new)))
                .check(classes);
    }
}
