package dev.metaagent.sdk.internal.policies;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.json.Json;
import dev.metaagent.sdk.internal.report.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Policies and keys on disk, for one server and key. Files are replaced by an atomic move; what
/// cannot be read or written is reported and otherwise ignored.
final class PolicyFolder {

  private final Path folder;
  private final String server;
  private final Problems problems;

  PolicyFolder(Path folder, String server, Problems problems) {
    this.folder = folder;
    this.server = server;
    this.problems = problems;
  }

  @Nullable StoredPolicy read(String agent) {
    Fields fields = readFile(file("policy", agent));
    try {
      return fields == null
          ? null
          : new StoredPolicy(fields.text("document"), fields.time("lastContact"));
    } catch (IllegalArgumentException e) {
      problems.report("disk", "A policy on disk cannot be read: " + e.getMessage());
      return null;
    }
  }

  void write(String agent, StoredPolicy policy) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("agent", agent);
    json.put("lastContact", policy.lastContact().toString());
    json.put("document", policy.document());
    writeFile(file("policy", agent), json);
  }

  /// The last answer about keys, and the keys that were trusted then.
  @Nullable Fields readKeys() {
    return readFile(file("keys", ""));
  }

  void writeKeys(Map<String, @Nullable Object> keys) {
    writeFile(file("keys", ""), keys);
  }

  private Path file(String kind, String name) {
    return folder.resolve(kind + "-" + hash(server + '\0' + name) + ".json");
  }

  private @Nullable Fields readFile(Path file) {
    try {
      return Fields.of("", Json.parse(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | IllegalArgumentException e) {
      problems.report("disk", "A file of the policy cannot be read: " + file + ": " + e);
      return null;
    }
  }

  private void writeFile(Path file, Map<String, @Nullable Object> json) {
    try {
      Files.createDirectories(folder);
      Path next = Files.createTempFile(folder, "next", ".tmp");
      Files.writeString(next, Json.write(json));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      problems.report("disk", "A policy cannot be stored: " + file + ": " + e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
