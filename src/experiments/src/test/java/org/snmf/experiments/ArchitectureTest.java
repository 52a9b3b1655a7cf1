package org.snmf.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.snmf.experiments", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule roomsStandOnEachOtherWithoutCycles =
            slices().matching("org.snmf.experiments.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule statisticsKnowNoFeatures = noClasses()
            .that()
            .resideInAPackage("org.snmf.experiments.stats..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.snmf.models..", "org.snmf.features..", "org.snmf.hierarchy..", "org.snmf.factorize..");

    @ArchTest
    static final ArchRule experimentsShowNothing = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.views..", "org.snmf.magics..", "tech.tablesaw..", "javax.swing..");

    @ArchTest
    static final ArchRule theLibraryNeverPrintsNorReadsTheEnvironment = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
