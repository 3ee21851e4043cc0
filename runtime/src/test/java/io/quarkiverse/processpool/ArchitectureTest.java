package io.quarkiverse.processpool;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which part may know which, and the one place of each dangerous call. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.quarkiverse.processpool";
    private static final String WIRE = ROOT + ".wire";
    private static final String WORKER = ROOT + ".worker";
    private static final String ENGINE = ROOT + ".engine";
    private static final String LOG_MANAGER = ROOT + ".logmanager";
    private static final String GLUE = ROOT + ".runtime";
    private static final DescribedPredicate<JavaClass> CONTAINER_FREE_API = resideInAPackage(ROOT)
            .and(DescribedPredicate.describe("without a container", ArchitectureTest::knowsOnlyTheJdkAndUs));

    private static final DescribedPredicate<JavaClass> THAT_TAKE_PART_IN_THE_LOGGING_OF_TASKS = resideInAPackage(LOG_MANAGER)
            .or(resideInAnyPackage(WORKER, GLUE).and(nameMatching(".*\\.(LogHandler(\\$.*)?|LogSetup|WorkerProperties)")));

    /** A child process is a class, to be extended, so it cannot be an interface that the engine implements. */
    private static final DescribedPredicate<JavaClass> THE_SEAM_OF_CHILD_PROCESSES = resideInAnyPackage(WIRE, ENGINE)
            .and(nameMatching(".*\\.(CurrentProcess|ChildJvm|ChildPlan)"));

    @ArchTest
    static final ArchRule THE_API_CAN_BE_READ_ALONE = classes().that().resideInAPackage(ROOT)
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "jakarta.enterprise..", "jakarta.inject..",
                    "io.smallrye.mutiny..", ROOT)
                    .or(resideInAPackage(WIRE).and(name(WIRE + ".EntryPoint").or(name(WIRE + ".RunningTask"))))
                    .or(name(ENGINE + ".PoolBuilder")).or(THE_SEAM_OF_CHILD_PROCESSES));

    @ArchTest
    static final ArchRule WIRE_KNOWS_ONLY_THE_JDK = classes().that().resideInAPackage(WIRE)
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", WIRE));

    @ArchTest
    static final ArchRule WORKER_KNOWS_ONLY_THE_JDK_AND_WIRE = classes().that().resideInAPackage(WORKER)
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", WIRE, WORKER));

    @ArchTest
    static final ArchRule THE_ENGINE_NEEDS_NO_CONTAINER = classes().that().resideInAPackage(ENGINE)
            .should().onlyDependOnClassesThat(resideInAnyPackage("java..", WIRE, ENGINE).or(CONTAINER_FREE_API));

    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_GLUE = noClasses().that().resideOutsideOfPackage(GLUE)
            .should().dependOnClassesThat().resideInAPackage(GLUE);

    /** A service of org.jboss.logmanager, in a package that nobody uses. */
    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_LOG_MANAGER = noClasses().that().resideOutsideOfPackage(LOG_MANAGER)
            .should().dependOnClassesThat().resideInAnyPackage("org.jboss.logmanager..", LOG_MANAGER);

    @ArchTest
    static final ArchRule THE_LOG_MANAGER_KNOWS_ONLY_THE_WORKER = classes().that().resideInAPackage(LOG_MANAGER)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jboss.logmanager..", WIRE, WORKER, LOG_MANAGER));

    @ArchTest
    static final ArchRule THE_PARENT_DOES_NOT_USE_THE_WORKER = noClasses().that().resideOutsideOfPackages(WORKER, LOG_MANAGER)
            .should().dependOnClassesThat().resideInAPackage(WORKER);

    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_VERTX = noClasses().that().doNotHaveFullyQualifiedName(GLUE + ".VertxContexts")
            .should().dependOnClassesThat().resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule TWO_CLASSES_END_THE_WORKER = noClasses().that().doNotHaveFullyQualifiedName(WORKER + ".Exit")
            .and().doNotHaveFullyQualifiedName(WORKER + ".FullHeap")
            .should().callMethod(System.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule ONE_CLASS_STARTS_AND_KILLS_EACH_KIND = noClasses().that()
            .doNotHaveFullyQualifiedName(ENGINE + ".WorkerProcess").and().doNotHaveFullyQualifiedName(ENGINE + ".ChildJvm")
            .should().callMethodWhere(target(owner(DescribedPredicate.describe("a process", type -> type
                    .isAssignableTo(ProcessBuilder.class) || type.isAssignableTo(Process.class))))
                    .and(target(nameMatching("start|startPipeline|destroy|destroyForcibly"))))
            .orShould().callMethodWhere(target(owner(DescribedPredicate.describe("the runtime", type -> type
                    .isAssignableTo(Runtime.class)))).and(target(name("exec"))));

    @ArchTest
    static final ArchRule THREE_CLASSES_KILL = noClasses().that()
            .doNotHaveFullyQualifiedName(ENGINE + ".WorkerProcess").and().doNotHaveFullyQualifiedName(ENGINE + ".ChildJvm")
            .and().doNotHaveFullyQualifiedName(WIRE + ".Kin")
            .should().callMethod(ProcessHandle.class, "destroyForcibly").orShould().callMethod(ProcessHandle.class, "destroy");

    @ArchTest
    static final ArchRule LOGGING_IS_THAT_OF_THE_PLATFORM = noClasses().that(not(THAT_TAKE_PART_IN_THE_LOGGING_OF_TASKS))
            .should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule THE_PARENT_PRINTS_NOTHING = noClasses().that().resideInAnyPackage(ROOT, WIRE, ENGINE, GLUE)
            .should().accessField(System.class, "out").orShould().accessField(System.class, "err")
            .orShould().dependOnClassesThat().areAssignableTo(PrintStream.class);

    @ArchTest
    static final ArchRule NAMES_SAY_THE_KIND = noClasses()
            .should().haveSimpleNameEndingWith("Manager").orShould().haveSimpleNameEndingWith("Helper")
            .orShould().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
            .orShould().haveSimpleNameEndingWith("Impl");

    private static boolean knowsOnlyTheJdkAndUs(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .allMatch(target -> target.isPrimitive() || target.getPackageName().startsWith("java.")
                        || target.getPackageName().startsWith(ROOT));
    }

    /** The first sentence of each class says on which side of the process boundary it lives. */
    @Test
    void eachClassSaysItsSide() throws IOException {
        Map<String, Pattern> sides = new TreeMap<>(Map.of("engine", Pattern.compile("Parent side\\b.*", Pattern.DOTALL),
                "worker", Pattern.compile("Worker side\\b.*", Pattern.DOTALL),
                "wire", Pattern.compile("(Both sides|Worker side)\\b.*", Pattern.DOTALL)));
        Pattern javadoc = Pattern.compile("/\\*\\*\\s*(?:\\*\\s*)?(.*?)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*"
                + "(?:(?:public|final|abstract|sealed|non-sealed)\\s+)*(?:class|@?interface|enum|record|package)\\s",
                Pattern.DOTALL);
        for (Map.Entry<String, Pattern> side : sides.entrySet()) {
            List<Path> sources = sources(side.getKey());
            assertThat(sources).as(side.getKey()).hasSizeGreaterThan(5);
            for (Path source : sources) {
                Matcher first = javadoc.matcher(Files.readString(source));
                assertThat(first.find()).as("%s has a Javadoc comment", source).isTrue();
                assertThat(first.group(1)).as("%s begins with its side", source).matches(side.getValue());
            }
        }
    }

    private static List<Path> sources(String part) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java", ROOT.replace('.', '/'), part))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }
}
