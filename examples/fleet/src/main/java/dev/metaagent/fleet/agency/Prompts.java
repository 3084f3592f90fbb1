package dev.metaagent.fleet.agency;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
