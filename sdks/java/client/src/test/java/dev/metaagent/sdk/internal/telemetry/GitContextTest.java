package dev.metaagent.sdk.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitContextTest {

  private static final String COMMIT = "0123456789012345678901234567890123456789";

  @TempDir Path folder = Path.of("");

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, content);
  }

  private GitContext read(String below) throws IOException {
    return GitContext.of(Map.of(), Files.createDirectories(folder.resolve(below)));
  }

  @Test
  void aCloneIsReadWithoutCredentials() throws IOException {
    write(".git/HEAD", "ref: refs/heads/fix/refunds\n");
    write(".git/refs/heads/fix/refunds", COMMIT + "\n");
    write(".git/config", "[remote \"origin\"]\n\turl = https://ada:hunter22@git.example/o/r.git\n");
    assertThat(read("src/main"))
        .isEqualTo(new GitContext("https://git.example/o/r", "fix/refunds", COMMIT));
  }

  @Test
  void refsMayBePackedAndUrlsOfSsh() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/packed-refs", "# pack-refs\n" + COMMIT + " refs/heads/main\n");
    write(
        ".git/config",
        "[core]\n[remote \"origin\"]\n  fetch = x\n  url = git@git.example:o/r.git\n");
    assertThat(read(".")).isEqualTo(new GitContext("https://git.example/o/r", "main", COMMIT));
  }

  @Test
  void aDetachedHeadHasNoBranch() throws IOException {
    write(".git/HEAD", COMMIT + "\n");
    assertThat(read(".")).isEqualTo(new GitContext(null, null, COMMIT));
  }

  @Test
  void aWorktreeNamesItsRepository() throws IOException {
    write("repo/.git/config", "[remote \"origin\"]\n\turl = https://git.example/o/r\n");
    write("repo/.git/refs/heads/topic", COMMIT + "\n");
    write("repo/.git/worktrees/w/HEAD", "ref: refs/heads/topic\n");
    write("repo/.git/worktrees/w/commondir", "../..\n");
    write("w/.git", "gitdir: ../repo/.git/worktrees/w\n");
    assertThat(read("w")).isEqualTo(new GitContext("https://git.example/o/r", "topic", COMMIT));
  }

  @Test
  void buildServicesSayItInTheEnvironment() {
    assertThat(
            GitContext.of(
                Map.of("GITHUB_SHA", COMMIT, "GITHUB_REF_NAME", "main", "GITHUB_REPOSITORY", "o/r"),
                folder))
        .isEqualTo(new GitContext("https://github.com/o/r", "main", COMMIT));
    assertThat(
            GitContext.of(
                Map.of(
                    "CI_COMMIT_SHA", COMMIT,
                    "CI_COMMIT_REF_NAME", "main",
                    "CI_PROJECT_URL", "https://x:y@gitlab.example/o/r"),
                folder))
        .isEqualTo(new GitContext("https://gitlab.example/o/r", "main", COMMIT));
    assertThat(
            GitContext.of(
                Map.of(
                    "VERCEL_GIT_COMMIT_SHA", COMMIT,
                    "VERCEL_GIT_COMMIT_REF", "main",
                    "VERCEL_GIT_REPO_OWNER", "o",
                    "VERCEL_GIT_REPO_SLUG", "r"),
                folder))
        .isEqualTo(new GitContext("https://github.com/o/r", "main", COMMIT));
  }
}
