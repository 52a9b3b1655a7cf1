package org.snmf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of this floor and the way between them. */
@AnalyzeClasses(packages = "org.snmf", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {
    @ArchTest
    static final ArchRule ROOMS_FORM_NO_CYCLE =
            slices().matching("org.snmf.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NUMBERS_DO_NOT_KNOW_WHAT_THEY_ARE_FOR = noClasses()
            .that()
            .resideInAnyPackage("org.snmf.matrix..", "org.snmf.store..", "org.snmf.progress..", "org.snmf.errors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.factorize..", "org.snmf.hierarchy..", "org.snmf.features..");

    @ArchTest
    static final ArchRule THE_LIBRARY_DOES_NOT_PRINT_OR_READ_THE_ENVIRONMENT = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule ONLY_ENGINES_KNOW_DJL = noClasses()
            .that()
            .resideInAPackage("org.snmf.factorize..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");
}
