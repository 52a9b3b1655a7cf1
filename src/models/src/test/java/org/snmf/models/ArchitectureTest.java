package org.snmf.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rooms of this floor stand in one order, and none of them knows how a factorization is made. */
@AnalyzeClasses(packages = "org.snmf.models", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES =
            slices().matching("org.snmf.models.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule MODELS_DO_NOT_KNOW_FACTORIZATIONS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.factorize..", "org.snmf.hierarchy..", "org.snmf.features..");

    @ArchTest
    static final ArchRule READING_STANDS_BELOW_COMPUTING = noClasses()
            .that()
            .resideInAnyPackage("..checkpoint..", "..tokens..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..network..", "..capture..", "..generate..");
}
