package dev.metaagent.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.metaagent.MetaAgent;
import org.springframework.modulith.core.ApplicationModules;

/// The application without the libraries whose packages lie below its own: `dev.metaagent.policy`
/// belongs to the SDK for Java.
final class Application {

  static final String ROOT = "dev.metaagent";

  private static final DescribedPredicate<JavaClass> LIBRARIES =
      JavaClass.Predicates.resideInAnyPackage(ROOT + ".policy..");

  private Application() {}

  static ApplicationModules modules() {
    return ApplicationModules.of(MetaAgent.class, LIBRARIES);
  }

  static boolean isLibrary(JavaClass one) {
    return LIBRARIES.test(one);
  }

  /// Its classes without those of tests.
  static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(ROOT)
        .that(DescribedPredicate.not(LIBRARIES));
  }
}
