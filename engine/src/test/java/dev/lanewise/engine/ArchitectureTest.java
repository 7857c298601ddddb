package dev.lanewise.engine;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The table of packages in ARCHITECTURE.md, and what else must never creep in. */
@Tag("once")
class ArchitectureTest {
  private static final String ROOT = "dev.lanewise.engine";
  private static final String VECTOR_KERNELS = ROOT + ".kernel.vector";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String RECORDER_MODULE = "jdk.jfr";

  /** The engine's packages, and which others each may use. */
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          Map.entry("batch", Set.of()),
          Map.entry("files", Set.of()),
          Map.entry("kernel", Set.of()),
          Map.entry("layer", Set.of("batch", "kernel", "measure", "parallel", "weights")),
          Map.entry("measure", Set.of("kernel", "parallel")),
          Map.entry(
              "model",
              Set.of(
                  "batch",
                  "kernel",
                  "layer",
                  "measure",
                  "parallel",
                  "pooling",
                  "tracing",
                  "weights")),
          Map.entry("parallel", Set.of()),
          Map.entry("pipeline", Set.of("pooling", "projection")),
          Map.entry("pooling", Set.of()),
          Map.entry("projection", Set.of("kernel", "pooling", "weights")),
          Map.entry("search", Set.of("", "files", "kernel", "parallel", "weights")),
          Map.entry("tracing", Set.of()),
          Map.entry("weights", Set.of()));

  @SuppressWarnings("unused") // by usesOnlyWhatTheTableSays
  static final List<String> PACKAGES = USES.keySet().stream().sorted().toList();

  private static final Path LOCATION = location();
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(LOCATION);
  private static final ModuleDescriptor MODULE = module();

  /** C2 inlines such a method in one process and boxes its vectors in the next. */
  @Test
  void noMethodTakesOrGivesVectors() {
    List<String> some =
        CLASSES.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(
                method ->
                    Stream.concat(
                            Stream.of(method.getRawReturnType()),
                            method.getRawParameterTypes().stream())
                        .anyMatch(ArchitectureTest::isVector))
            .map(JavaCodeUnit::getFullName)
            .toList();
    assertEquals(List.of(), some);
  }

  private static boolean isVector(JavaClass type) {
    return type.getFullName().matches("jdk\\.incubator\\.vector\\.(\\w*Vector|VectorMask)");
  }

  @Test
  void needsNothingButTheJdkAndTheTokenizer() {
    assertEquals(
        Map.of(
            "java.base",
            Set.of(ModuleDescriptor.Requires.Modifier.MANDATED),
            "dev.lanewise.tokenizer",
            Set.of(ModuleDescriptor.Requires.Modifier.TRANSITIVE),
            VECTOR_MODULE,
            Set.of(ModuleDescriptor.Requires.Modifier.STATIC),
            RECORDER_MODULE,
            Set.of(ModuleDescriptor.Requires.Modifier.STATIC)),
        MODULE.requires().stream()
            .collect(toMap(ModuleDescriptor.Requires::name, ModuleDescriptor.Requires::modifiers)));
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "",
                    "java..",
                    VECTOR_MODULE,
                    RECORDER_MODULE,
                    "dev.lanewise.files",
                    "dev.lanewise.json",
                    "dev.lanewise.tokenizer",
                    ROOT + "..")))
        .check(CLASSES);
  }

  @Test
  void namesTheVectorApiInItsKernelOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(VECTOR_KERNELS)
        .should()
        .dependOnClassesThat(resideInAnyPackage(VECTOR_MODULE, VECTOR_KERNELS))
        .check(CLASSES);
  }

  @Test
  void namesTheFlightRecorderInOneClassOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".tracing.FlightRecorder")
        .and()
        .areNotMemberClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage(RECORDER_MODULE))
        .check(CLASSES);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void usesOnlyWhatTheTableSays(String name) {
    Set<String> allowed = new TreeSet<>(requireNonNull(USES.get(name)));
    allowed.add(name);
    Set<String> used =
        CLASSES.stream()
            .filter(each -> topPackage(each).equals(name))
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(each -> (each.getPackageName() + ".").startsWith(ROOT + "."))
            .map(ArchitectureTest::topPackage)
            .collect(toSet());
    assertTrue(allowed.containsAll(used), () -> name + " uses " + used + ", not only " + allowed);
  }

  @Test
  void hasNoPackageThatTheTableLacks() {
    Set<String> packages = CLASSES.stream().map(ArchitectureTest::topPackage).collect(toSet());
    packages.remove("");
    assertEquals(USES.keySet(), packages);
  }

  @Test
  void hasNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** Threads of its own outside the team would compute beside those that a user allowed. */
  @Test
  void startsThreadsInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".parallel", ROOT + ".files")
        .and()
        // A few seconds in the life of a process, and none of a user's work.
        .doNotHaveFullyQualifiedName(VECTOR_KERNELS + ".WarmUp")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java.util.concurrent.(.*Executor|ForkJoin|FutureTask|StructuredTask).*"
                + "|java.lang.Thread.Builder.*|java.util.Timer.*")
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .orShould()
        .callMethodWhere(
            target(owner(assignableTo(CompletableFuture.class)))
                .and(target(nameMatching(".*Async"))))
        .check(CLASSES);
  }

  /** What users can name in their code must not need what they can't. */
  @Test
  void exportsNoTypeThatIsNotExported() {
    Set<String> exported =
        MODULE.exports().stream()
            .filter(not(ModuleDescriptor.Exports::isQualified))
            .map(ModuleDescriptor.Exports::source)
            .collect(toSet());
    assertEquals(Set.of(ROOT, ROOT + ".search"), exported);
    exported.add("dev.lanewise.tokenizer");
    Set<String> leaks = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      if (exported.contains(each.getPackageName()) && visible(each)) {
        typesInSignatures(each)
            .filter(type -> !type.getPackageName().startsWith("java."))
            .filter(type -> !type.isPrimitive())
            .filter(type -> !exported.contains(type.getPackageName()) || !visible(type))
            .forEach(type -> leaks.add(each.getSimpleName() + " shows " + type.getName()));
      }
    }
    assertEquals(Set.of(), leaks);
  }

  @Test
  void describesEveryPackage() throws IOException {
    Path sources = Path.of("src", "main", "java");
    try (Stream<Path> paths = Files.walk(sources)) {
      List<Path> folders =
          paths
              .filter(path -> path.toString().endsWith(".java"))
              .filter(path -> !path.endsWith("module-info.java"))
              .map(Path::getParent)
              .distinct()
              .toList();
      assertTrue(folders.size() > USES.size());
      for (Path folder : folders) {
        assertTrue(Files.exists(folder.resolve("package-info.java")), folder::toString);
      }
    }
  }

  private static Stream<JavaClass> typesInSignatures(JavaClass type) {
    Stream<JavaClass> fields =
        type.getFields().stream()
            .filter(field -> shown(field.getModifiers()))
            .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream());
    Stream<JavaClass> members =
        type.getCodeUnits().stream()
            .filter(unit -> shown(unit.getModifiers()))
            .flatMap(ArchitectureTest::typesInSignature);
    Stream<JavaClass> supertypes =
        Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream())
            .flatMap(each -> each.getAllInvolvedRawTypes().stream());
    return Stream.of(fields, members, supertypes)
        .flatMap(each -> each)
        .map(JavaClass::getBaseComponentType);
  }

  private static Stream<JavaClass> typesInSignature(JavaCodeUnit unit) {
    return Stream.of(
            unit.getReturnType().getAllInvolvedRawTypes().stream(),
            unit.getParameterTypes().stream()
                .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream()),
            unit.getExceptionTypes().stream())
        .flatMap(each -> each);
  }

  private static boolean shown(Set<JavaModifier> modifiers) {
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  /** Whether a class and those around it are public; what isn't ours is judged by its package. */
  private static boolean visible(JavaClass type) {
    return !type.getPackageName().startsWith(ROOT)
        || (shown(type.getModifiers())
            && type.getEnclosingClass().map(ArchitectureTest::visible).orElse(true));
  }

  /** The package below the root that a class is in; empty for the root itself. */
  private static String topPackage(JavaClass type) {
    String name = type.getPackageName();
    String below = name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private static Path location() {
    try {
      return Path.of(
          SentenceEncoder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ModuleDescriptor module() {
    try (InputStream in = Files.newInputStream(LOCATION.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
