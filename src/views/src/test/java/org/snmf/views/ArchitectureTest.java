package org.snmf.views;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.snmf.views", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule roomsStandOnEachOtherWithoutCycles =
            slices().matching("org.snmf.views.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule displaysKnowNothingOfWhatTheyShow = noClasses()
            .that()
            .resideInAPackage("org.snmf.views.display..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.snmf.features..",
                    "org.snmf.hierarchy..",
                    "org.snmf.models..",
                    "org.snmf.experiments..",
                    "tech.tablesaw..",
                    "org.jfree..",
                    "org.eclipse..");

    @ArchTest
    static final ArchRule viewsKnowNoKernelAndComputeNothing = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.magics..", "ai.djl..", "org.nd4j..", "javax.swing..");

    @ArchTest
    static final ArchRule theLibraryNeverPrintsNorReadsTheEnvironment = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
