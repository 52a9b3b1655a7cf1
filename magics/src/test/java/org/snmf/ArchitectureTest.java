package org.snmf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snmf.engine.NativeArrays;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.SnmfCommand;
import picocli.CommandLine.Command;

/**
 * The rules of the whole house: floors, rooms, and who may enter. Every package is a room, at whatever depth; its
 * package-info asks the one question that it answers.
 */
@AnalyzeClasses(packages = "org.snmf", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] GROUND = {
        "errors", "progress", "cluster", "matrix", "engine", "files", "store", "data.."
    };
    private static final String[] FEATURES = {"factorize..", "encode", "features", "hierarchy.."};
    private static final String[] MODELS = {"models.."};
    private static final String[] EXPERIMENTS = {"experiments.."};
    private static final String[] VIEWS = {"views.."};
    private static final String[] MAGICS = {"magics.."};

    /** Rooms that are somebody's workshop: who else may enter. All other rooms are open to the floors above. */
    private static final Map<String, List<String>> WORKSHOPS = new TreeMap<>(Map.ofEntries(
            entry("factorize.panels", List.of("factorize.fit", "factorize.start")),
            entry("factorize.products", List.of("factorize.fit", "factorize.start", "factorize.steps", "encode")),
            entry("factorize.steps", List.of("factorize.fit", "factorize.start", "encode")),
            entry("factorize.start", List.of("factorize.fit")),
            entry("models.network.parts", List.of("models.network", "models.network.pass", "models.network.estimate")),
            entry("magics.plan", List.of("magics.options", "magics.source", "magics.command..")),
            entry(
                    "magics.report",
                    List.of(
                            "magics.options",
                            "magics.source",
                            "magics.plan",
                            "magics.command..",
                            "magics.verbs",
                            "magics.cli",
                            "magics.adapter")),
            entry("magics.options", List.of("magics.command..")),
            entry("magics.source", List.of("magics.options", "magics.command..")),
            entry("magics.kernel", List.of()),
            entry("magics.cli", List.of())));

    @ArchTest
    static final ArchRule NO_CIRCLE_AT_ANY_DEPTH =
            slices().matching("org.snmf.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_GROUND_KNOWS_NOTHING_ABOVE_IT =
            floor(GROUND, FEATURES, MODELS, EXPERIMENTS, VIEWS, MAGICS);

    @ArchTest
    static final ArchRule FEATURES_KNOW_NO_MODEL = floor(FEATURES, MODELS, EXPERIMENTS, VIEWS, MAGICS);

    @ArchTest
    static final ArchRule MODELS_KNOW_NO_FEATURES = floor(MODELS, FEATURES, EXPERIMENTS, VIEWS, MAGICS);

    @ArchTest
    static final ArchRule EXPERIMENTS_SHOW_NOTHING = floor(EXPERIMENTS, VIEWS, MAGICS);

    @ArchTest
    static final ArchRule VIEWS_KNOW_NO_VERB = floor(VIEWS, MAGICS);

    @ArchTest
    static final ArchRule NOTHING_STANDS_ON_THE_TEST_KIT = noClasses()
            .that()
            .resideOutsideOfPackage("org.snmf.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.testkit..", "org.junit..", "org.assertj..");

    @ArchTest
    static final ArchRule FEATURES_AND_FITS_IN_ORDER = noClasses()
            .that()
            .resideInAPackage("org.snmf.factorize..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(names("features", "hierarchy..", "encode"));

    @ArchTest
    static final ArchRule ONLY_ENGINES_KNOW_DJL = noClasses()
            .that()
            .resideInAPackage("org.snmf.factorize..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    /** See {@link NativeArrays}: memory of Java changes last digits and may be gone when a gradient is computed. */
    @ArchTest
    static final ArchRule VALUES_BECOME_NATIVE_ARRAYS_IN_MEMORY_OF_THE_ENGINE = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(NativeArrays.class.getName())
            .and()
            .resideOutsideOfPackage("org.snmf.models.checkpoint")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "NDManager.create with values",
                    (JavaMethodCall call) -> call.getTargetOwner().isAssignableTo(NDManager.class)
                            && call.getName().equals("create")
                            && !call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(Shape.class)));

    /**
     * {@code x.mul(number)} and its kind make an array of the number in memory of Java and close it at once; a gradient that
     * reads the number later finds something else there. Sums do not read it again.
     */
    @ArchTest
    static final ArchRule GRADIENTS_READ_NO_NUMBER_THAT_IS_GONE = noClasses()
            .that(DescribedPredicate.describe("ask for gradients", (JavaClass c) -> c.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getName().equals("setRequiresGradient"))))
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "a product, quotient, power or extreme with a number",
                    (JavaMethodCall call) -> call.getTargetOwner().isAssignableTo(NDArray.class)
                            && Set.of("mul", "div", "pow", "maximum", "minimum").contains(call.getName())
                            && call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(Number.class)));

    @ArchTest
    static final ArchRule STATISTICS_KNOW_NO_FEATURES = noClasses()
            .that()
            .resideInAPackage("org.snmf.experiments.stats")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(names("models..", "features", "hierarchy..", "factorize.."));

    @ArchTest
    static final ArchRule DISPLAYS_KNOW_NOTHING_OF_WHAT_THEY_SHOW = noClasses()
            .that()
            .resideInAPackage("org.snmf.views.display")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Stream.concat(
                            Arrays.stream(names("features", "hierarchy..", "models..", "experiments..")),
                            Stream.of("tech.tablesaw..", "org.jfree..", "org.eclipse.."))
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule VIEWS_COMPUTE_NOTHING = noClasses()
            .that()
            .resideInAPackage("org.snmf.views..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.nd4j..", "javax.swing..");

    @ArchTest
    static final ArchRule THE_LIBRARY_NEVER_PRINTS_NOR_READS_THE_ENVIRONMENT = noClasses()
            .that()
            .resideOutsideOfPackages("org.snmf.magics..", "org.snmf.demo..", "org.snmf.bench..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv");

    /** In a locale with other digits or other cases a file would get a name that nobody else finds. */
    @ArchTest
    static final ArchRule TEXTS_DO_NOT_DEPEND_ON_THE_LOCALE = noClasses()
            .that()
            .resideOutsideOfPackages("org.snmf.demo..", "org.snmf.bench..")
            .should()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase");

    @ArchTest
    static final ArchRule ONLY_KERNEL_AND_ADAPTERS_NAME_A_KERNEL = noClasses()
            .that()
            .resideInAPackage("org.snmf..")
            .and()
            .resideOutsideOfPackages("org.snmf.magics.kernel..", "org.snmf.magics.adapter")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.dflib..", "io.github.spencerpark..", "com.google.gson..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_NEED_THE_BUNDLED_KERNEL = noClasses()
            .that()
            .resideInAPackage("org.snmf.magics.adapter")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snmf.magics.kernel..", "com.google.gson..");

    @ArchTest
    static final ArchRule EVERY_VERB_IS_ONE_COMMAND_WITH_AN_EXAMPLE = classes()
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
    static final ArchRule ONLY_THE_PROGRAMS_TOUCH_THE_PROCESS = noClasses()
            .that()
            .resideInAPackage("org.snmf.magics..")
            .and()
            .resideOutsideOfPackages("org.snmf.magics.kernel..", "org.snmf.magics.cli")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static void workshopsAreEnteredByTheirOwnersOnly(JavaClasses all) {
        WORKSHOPS.forEach((room, guests) -> noClasses()
                .that(resideOutside(room, guests))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.snmf." + room)
                .because(room + " is open to " + guests + " only")
                .check(all));
    }

    @ArchTest
    static void everyRoomAsksAQuestion(JavaClasses all) {
        assertThat(all.stream().map(JavaClass::getPackageName).distinct())
                .allMatch(room -> all.contain(room + ".package-info"));
    }

    private static ArchRule floor(String[] floor, String[]... above) {
        return noClasses()
                .that()
                .resideInAnyPackage(names(floor))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Arrays.stream(above)
                        .flatMap(Arrays::stream)
                        .map(n -> "org.snmf." + n)
                        .toArray(String[]::new));
    }

    private static String[] names(String... rooms) {
        return Arrays.stream(rooms).map(n -> "org.snmf." + n).toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> resideOutside(String room, List<String> guests) {
        String[] inside = Stream.concat(Stream.of(room), guests.stream())
                .map(n -> "org.snmf." + n)
                .toArray(String[]::new);
        return DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(inside));
    }
}
