package dev.metaagent.documents;

import java.nio.file.Files;
import java.nio.file.Path;

/// The repository that a test was started in.
public final class Repository {

  private Repository() {}

  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("metaagent"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("the tests of documents run inside the repository");
    }
    return at;
  }
}
