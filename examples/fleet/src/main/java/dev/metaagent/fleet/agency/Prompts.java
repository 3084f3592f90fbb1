package dev.metaagent.fleet.agency;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The prompts of the agency, one file for each version.
public final class Prompts {

  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private Prompts() {}

  /// The text of one version.
  ///
  /// @throws IllegalArgumentException when there is none
  public static String text(Role role, int version) {
    return READ.computeIfAbsent(
        "/prompts/%s/v%d.md".formatted(role.prompt(), version), Prompts::read);
  }

  /// The text of one version; empty when there is none.
  public static Optional<String> find(Role role, int version) {
    String path = "/prompts/%s/v%d.md".formatted(role.prompt(), version);
    return Prompts.class.getResource(path) == null
        ? Optional.empty()
        : Optional.of(text(role, version));
  }

  private static String read(String path) {
    try (InputStream file = Prompts.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalArgumentException("There is no prompt " + path);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
