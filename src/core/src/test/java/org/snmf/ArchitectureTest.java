package org.snmf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.snmf", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule roomsStandOnEachOtherWithoutCycles =
            slices().matching("org.snmf.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theGroundFloorKnowsNothingAboveIt = noClasses()
            .that()
            .resideInAnyPackage("org.snmf.matrix..", "org.snmf.store..", "org.snmf.progress..", "org.snmf.errors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.factorize..", "org.snmf.features..", "org.snmf.hierarchy..");

    @ArchTest
    static final ArchRule theFitKnowsNeitherTheReadingOfFeaturesNorTheHierarchy = noClasses()
            .that()
            .resideInAPackage("org.snmf.factorize..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.features..", "org.snmf.hierarchy..");

    @ArchTest
    static final ArchRule featuresStandOnTheGroundFloorAndTheFit = noClasses()
            .that()
            .resideInAPackage("org.snmf.features..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.snmf.hierarchy..");

    @ArchTest
    static final ArchRule theLibraryNeverPrintsNorReadsTheEnvironment = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
