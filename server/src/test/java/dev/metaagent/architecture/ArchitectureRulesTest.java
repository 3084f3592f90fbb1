package dev.metaagent.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;

/// Coding rules that can be checked by a test.
class ArchitectureRulesTest {

  private static final JavaClasses CLASSES = Application.classes();

  private static final Path SOURCES = Path.of("src/main/java/dev/metaagent");

  @Test
  void theTimeComesFromTheInjectedClock() {
    noClasses().should().callMethod(Instant.class, "now").check(CLASSES);
    noClasses().should().callMethod(LocalDate.class, "now").check(CLASSES);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
  }

  @Test
  void jsonIsJacksonThree() {
    noClasses()
        .that()
        .doNotHaveSimpleName("RecordSchemas")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson.databind..")
        .because(
            "Boot's mapper is tools.jackson; the old one is only on the class path of libraries")
        .check(CLASSES);
  }

  @Test
  void theKernelKnowsNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("dev.metaagent.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.boot..",
            "org.springframework.context..",
            "org.springframework.stereotype..",
            "org.springframework.web..",
            "org.springframework.jdbc..",
            "jakarta..")
        .check(CLASSES);
  }

  @Test
  void nothingIsInjectedIntoFields() {
    com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields()
        .should()
        .beAnnotatedWith(Autowired.class)
        .check(CLASSES);
    noMethods()
        .that()
        .areNotAnnotatedWith(Bean.class)
        .should()
        .beAnnotatedWith(Autowired.class)
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    for (String suffix : List.of("Manager", "Helper", "Util", "Utils", "Impl", "Data", "Info")) {
      noClasses().should().haveSimpleNameEndingWith(suffix).check(CLASSES);
    }
  }

  @Test
  void filesStayUnderFourHundredLines() throws IOException {
    assertThat(sources()).filteredOn(file -> lines(file) > 400).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
    List<Path> folders =
        sources().stream()
            .map(Path::getParent)
            .distinct()
            .filter(folder -> folder != null)
            .toList();
    assertThat(folders)
        .allSatisfy(folder ->
            assertThat(Files.readString(folder.resolve("package-info.java")))
                .contains("@NullMarked")
                .containsAnyOf("///", "/**"));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
