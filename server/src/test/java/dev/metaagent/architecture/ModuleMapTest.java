package dev.metaagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.documents.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/// The table of modules in the tour is generated from the code: layer, responsibility,
/// dependencies.
///
/// `-Dmetaagent.draw=true` rewrites it.
class ModuleMapTest {

  private static final String BEGIN = "<!-- modules: drawn by ModuleMapTest -->\n";
  private static final String END = "<!-- end of modules -->";
  private static final Path SOURCES = Path.of("src/main/java/dev/metaagent");

  private final ApplicationModules modules = Application.modules();
  private final Map<String, SortedSet<String>> uses = new TreeMap<>();

  @Test
  void theTourShowsTheModulesAsTheyAre() throws IOException {
    Path tour = Repository.root().resolve("docs/tour.md");
    String page = Files.readString(tour);
    String drawn = between(page, table());
    if (Boolean.getBoolean("metaagent.draw")) {
      Files.writeString(tour, drawn);
    }

    assertThat(Files.readString(tour))
        .as("docs/tour.md is stale; -Dmetaagent.draw=true draws it")
        .isEqualTo(drawn);
  }

  private static String between(String page, String table) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertThat(begin).as("the marker in docs/tour.md").isGreaterThanOrEqualTo(0);
    return page.substring(0, begin + BEGIN.length()) + table + page.substring(end);
  }

  private String table() throws IOException {
    for (ApplicationModule module : modules) {
      uses.put(name(module), usedBy(module));
    }
    StringBuilder table =
        new StringBuilder("| layer | module | responsibility | uses |\n|---|---|---|---|\n");
    List<String> upwards =
        uses.keySet().stream()
            .sorted(Comparator.comparingInt(this::layer).thenComparing(Comparator.naturalOrder()))
            .toList();
    for (String module : upwards) {
      table.append(
          "| %d | `%s` | %s | %s |\n"
              .formatted(
                  layer(module),
                  module,
                  responsibility(module),
                  String.join(", ", uses.getOrDefault(module, new TreeSet<>()))));
    }
    return table.toString();
  }

  private SortedSet<String> usedBy(ApplicationModule module) {
    return module
        .getDirectDependencies(modules)
        .uniqueModules()
        .map(ModuleMapTest::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// 0 for a module that uses no other, else one more than the highest layer that it uses.
  private int layer(String module) {
    return uses.getOrDefault(module, new TreeSet<>()).stream()
        .mapToInt(used -> layer(used) + 1)
        .max()
        .orElse(0);
  }

  private static String name(ApplicationModule module) {
    return module.getIdentifier().toString();
  }

  /// The first sentence of a module's doc comment.
  private static String responsibility(String module) throws IOException {
    try (Stream<String> lines = Files.lines(SOURCES.resolve(module).resolve("package-info.java"))) {
      String comment =
          lines
              .takeWhile(line -> line.startsWith("///") && !line.equals("///"))
              .map(line -> line.substring(3).strip())
              .collect(Collectors.joining(" "));
      int end = comment.indexOf(". ");
      return end < 0 ? comment : comment.substring(0, end + 1);
    }
  }
}
