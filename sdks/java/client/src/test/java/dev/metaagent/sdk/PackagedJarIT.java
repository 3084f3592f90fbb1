package dev.metaagent.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.host.Host;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The jar as a host gets it, in a process of its own.
class PackagedJarIT {

  @TempDir Path data = Path.of("");

  @Test
  void aHostThatHasOnlyTheJarIsGovernedAndTold() throws Exception {
    try (FakeMetaAgent server = new FakeMetaAgent()) {
      server.publish(
          "desk",
          1,
          Map.of("tools", List.of(Map.of("id", "r1", "tool", "shell", "effect", "deny"))));
      Process host =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classPath(),
                  Host.class.getName(),
                  server.url(),
                  data.resolve("sdk").toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(host.waitFor()).as(output).isZero();
      assertThat(output).contains("true", "DENIED");
      assertThat(FakeMetaAgent.attribute(server.span("invoke_agent desk"), "metaagent.input"))
          .isEqualTo("I am <EMAIL>");
      assertThat(server.traces.get(0).resourceSpans().toString()).contains("java/0.1.0-SNAPSHOT");
    }
  }

  @Test
  void sourcesAndDocumentationAreBesideTheJar() throws IOException {
    String jar = System.getProperty("metaagent.jar", "");
    assertThat(entries(jar.replace(".jar", "-sources.jar")))
        .contains("dev/metaagent/sdk/MetaAgent.java");
    assertThat(entries(jar.replace(".jar", "-javadoc.jar")))
        .contains("dev.metaagent.sdk/dev/metaagent/sdk/MetaAgent.html");
    assertThat(entries(jar)).contains("dev/metaagent/sdk/MetaAgent.class");
  }

  private static List<String> entries(String jar) throws IOException {
    try (ZipFile file = new ZipFile(jar)) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }

  /// The jar in place of the classes, without what is optional; the host's own class beside it.
  private String classPath() throws Exception {
    String jar = System.getProperty("metaagent.jar", "");
    Path host = Files.createDirectories(data.resolve("host/dev/metaagent/host"));
    Path classes = Path.of(Host.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String name = "dev/metaagent/host/Host.class";
    Files.copy(classes.resolve(name), host.resolve("Host.class"));
    Stream<String> others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.contains("opentelemetry") || entry.contains("metaagent-policy"))
            .filter(entry -> entry.endsWith(".jar"));
    return Stream.concat(Stream.of(jar, data.resolve("host").toString()), others)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
