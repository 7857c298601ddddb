package dev.lanewise.tokenizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.lanewise");

  /** Packages of java.base that the module may need; java.net and java.net.http are not. */
  private static final String[] ALLOWED = {
    "dev.lanewise.files..",
    "dev.lanewise.json..",
    "dev.lanewise.tokenizer..",
    "java.io",
    "java.lang..",
    "java.nio..",
    "java.util.."
  };

  @Test
  void nothingIsNeededButTheJdksBase() {
    classes().should().onlyDependOnClassesThat().resideInAnyPackage(ALLOWED).check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.logging..",
            "java.util.prefs..",
            "java.lang.management..",
            "java.lang.instrument..")
        .check(CLASSES);
  }

  @Test
  void theJsonReaderKnowsNothingOfTokenizers() {
    noClasses()
        .that()
        .resideInAPackage("dev.lanewise.json")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.lanewise.tokenizer..")
        .check(CLASSES);
  }

  @Test
  void onlyTheReadersOfFilesKnowJson() {
    noClasses()
        .that()
        .resideInAPackage("dev.lanewise.tokenizer..")
        .and()
        .resideOutsideOfPackages("dev.lanewise.tokenizer", "dev.lanewise.tokenizer.format")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.lanewise.json")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.lanewise.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** What a text is must not depend on which Unicode version the JDK has. */
  @Test
  void unicodeIsNotTheJdks() {
    noClasses()
        .that()
        .resideInAPackage("dev.lanewise.tokenizer..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.text.Normalizer")
        .orShould()
        .callMethod(Character.class, "getType", int.class)
        .orShould()
        .callMethod(Character.class, "toLowerCase", int.class)
        .orShould()
        .callMethod(Character.class, "isWhitespace", int.class)
        .orShould()
        .callMethod(String.class, "toLowerCase", java.util.Locale.class)
        .orShould()
        .callMethod(String.class, "strip")
        .check(CLASSES);
  }
}
