package dev.metaagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;

/// The size of packages and methods, and the dependencies between modules.
class PackagesTest {

  private static final int MOST_FILES = 25;
  private static final int MOST_LINES = 60;
  private static final String ROOT = Application.ROOT;
  private static final Path SOURCES = Path.of("src/main/java/dev/metaagent");

  private static final JavaClasses CLASSES = Application.classes();

  @Test
  void aPackageHasAtMostTwentyFiveFiles() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (Path file : files()) {
      counts.merge(SOURCES.relativize(file.resolveSibling("")).toString(), 1, Integer::sum);
    }
    counts.forEach((folder, count) ->
        assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(MOST_FILES));
  }

  @Test
  void noTwoFilesHaveOneName() throws IOException {
    Map<String, Long> names =
        sources().stream()
            .collect(
                Collectors.groupingBy(
                    file -> String.valueOf(file.getFileName()),
                    TreeMap::new,
                    Collectors.counting()));
    names.forEach((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  @Test
  void aMethodHasAtMostSixtyLines() throws IOException {
    assertThat(longMethods()).isEmpty();
  }

  private static List<String> longMethods() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new TreePathScanner<Void, Void>() {
          @Override
          public Void visitMethod(MethodTree method, Void none) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > MOST_LINES) {
              found.add(
                  unit.getSourceFile().getName()
                      + ":"
                      + first
                      + " "
                      + method.getName()
                      + " has "
                      + (last - first + 1)
                      + " lines");
            }
            return super.visitMethod(method, null);
          }
        }.scan(unit, null);
      }
    }
    return found;
  }

  @Test
  void noPackageDependsOnItselfThroughOthers() {
    SlicesRuleDefinition.slices()
        .matching("dev.metaagent.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void aModuleUsesOnlyTheBasePackagesOfOthers() {
    Set<String> wrong = new TreeSet<>();
    dependencies()
        .forEach(dependency -> {
          JavaClass target = dependency.getTargetClass();
          if (!target.getPackageName().equals(ROOT + "." + module(target))) {
            wrong.add(dependency.getDescription());
          }
        });
    assertThat(wrong).isEmpty();
  }

  @Test
  void aModuleIsAllowedExactlyTheModulesThatItUses() {
    Map<String, Set<String>> used = new TreeMap<>();
    for (JavaClass one : CLASSES) {
      if (!module(one).isEmpty()) {
        used.computeIfAbsent(module(one), _ -> new TreeSet<>());
      }
    }
    dependencies()
        .forEach(dependency ->
            used.computeIfAbsent(module(dependency.getOriginClass()), _ -> new TreeSet<>())
                .add(module(dependency.getTargetClass())));
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (String module : used.keySet()) {
      ApplicationModule annotation =
          CLASSES.getPackage(ROOT + "." + module).getAnnotationOfType(ApplicationModule.class);
      allowed.put(module, new TreeSet<>(Arrays.asList(annotation.allowedDependencies())));
    }
    assertThat(allowed).isEqualTo(used);
  }

  /// Dependencies from one module to another.
  private static Stream<Dependency> dependencies() {
    return CLASSES.stream()
        .filter(one -> !module(one).isEmpty())
        .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> {
          String target = module(dependency.getTargetClass());
          return !target.isEmpty() && !target.equals(module(dependency.getOriginClass()));
        });
  }

  /// The package directly under the root that a class lies in; empty outside, and in a library.
  private static String module(JavaClass one) {
    String name = one.getPackageName();
    if (!name.startsWith(ROOT + ".") || Application.isLibrary(one)) {
      return "";
    }
    String rest = name.substring(ROOT.length() + 1);
    return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
  }

  private static List<Path> sources() throws IOException {
    return files().stream().filter(file -> !file.endsWith("package-info.java")).toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
