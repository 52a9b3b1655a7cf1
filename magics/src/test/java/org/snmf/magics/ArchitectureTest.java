package org.snmf.magics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import picocli.CommandLine.Command;

@AnalyzeClasses(packages = "org.snmf.magics", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesDoNotDependOnEachOtherInCircles =
            slices().matching("org.snmf.(magics.*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCoreNamesNoKernelClass = noClasses()
            .that()
            .resideInAnyPackage("org.snmf.magics", "org.snmf.magics.command", "org.snmf.magics.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.dflib..",
                    "io.github.spencerpark..",
                    "com.google.gson..",
                    "org.snmf.magics.kernel",
                    "org.snmf.magics.adapter");

    @ArchTest
    static final ArchRule adaptersDoNotNeedTheBundledKernel = noClasses()
            .that()
            .resideInAPackage("org.snmf.magics.adapter")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.magics.kernel", "com.google.gson..");

    @ArchTest
    static final ArchRule everyVerbIsOneCommandWithAnExample = classes()
            .that()
            .areAssignableTo(SnmfCommand.class)
            .and()
            .doNotHaveFullyQualifiedName(SnmfCommand.class.getName())
            .should()
            .beAnnotatedWith(Command.class)
            .andShould()
            .beAnnotatedWith(Example.class)
            .andShould()
            .haveSimpleNameEndingWith("Command");

    @ArchTest
    static final ArchRule onlyTheCommandLineAndTheKernelsMainTouchTheProcess = noClasses()
            .that()
            .resideInAnyPackage("org.snmf.magics", "org.snmf.magics.command", "org.snmf.magics.adapter")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
