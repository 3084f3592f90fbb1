package dev.metaagent.sdk.internal.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which code runs: from the environment of a build service, else from `.git` above a folder. No
/// program is called; what cannot be read is unknown. The repository is a URL without credentials.
public record GitContext(
    @Nullable String repository, @Nullable String ref, @Nullable String revision) {

  private static final Pattern URL =
      Pattern.compile("(?m)^\\[remote \"origin\"\\][^\\[]*?^\\s*url\\s*=\\s*(\\S+)");
  private static final Pattern SCP = Pattern.compile("(?:[^@/\\s]+@)?([^:/\\s]+):(?!//)(\\S+)");
  private static final String REF = "ref: ";

  public static GitContext of(Map<String, String> env, Path folder) {
    if (env.containsKey("GITHUB_SHA")) {
      String server = env.getOrDefault("GITHUB_SERVER_URL", "https://github.com");
      String name = env.get("GITHUB_REPOSITORY");
      return new GitContext(
          name == null ? null : clean(server + "/" + name),
          env.get("GITHUB_REF_NAME"),
          env.get("GITHUB_SHA"));
    }
    if (env.containsKey("CI_COMMIT_SHA")) {
      return new GitContext(
          clean(env.get("CI_PROJECT_URL")),
          env.get("CI_COMMIT_REF_NAME"),
          env.get("CI_COMMIT_SHA"));
    }
    if (env.containsKey("VERCEL_GIT_COMMIT_SHA")) {
      return vercel(env);
    }
    return read(folder);
  }

  private static GitContext vercel(Map<String, String> env) {
    String provider = env.getOrDefault("VERCEL_GIT_PROVIDER", "github");
    String owner = env.get("VERCEL_GIT_REPO_OWNER");
    String name = env.get("VERCEL_GIT_REPO_SLUG");
    String host = provider.equals("bitbucket") ? "bitbucket.org" : provider + ".com";
    return new GitContext(
        owner == null || name == null ? null : "https://" + host + "/" + owner + "/" + name,
        env.get("VERCEL_GIT_COMMIT_REF"),
        env.get("VERCEL_GIT_COMMIT_SHA"));
  }

  private static GitContext read(Path start) {
    try {
      for (Path at = start.toAbsolutePath(); at != null; at = at.getParent()) {
        Path git = at.resolve(".git");
        if (Files.isDirectory(git)) {
          return readFolder(git, git);
        }
        if (Files.isRegularFile(git)) {
          return readWorktree(at, Files.readString(git).strip());
        }
      }
    } catch (IOException | RuntimeException e) {
      return new GitContext(null, null, null);
    }
    return new GitContext(null, null, null);
  }

  /// A worktree has a file `.git` that names its folder; refs lie in the folder of the repository.
  private static GitContext readWorktree(Path at, String file) throws IOException {
    Path git = at.resolve(file.replaceFirst("^gitdir: *", ""));
    Path common = git.resolve("commondir");
    return readFolder(
        git,
        Files.exists(common) ? git.resolve(Files.readString(common).strip()).normalize() : git);
  }

  private static GitContext readFolder(Path git, Path common) throws IOException {
    String head = Files.readString(git.resolve("HEAD")).strip();
    String ref = head.startsWith(REF) ? head.substring(REF.length()) : null;
    Path config = common.resolve("config");
    Matcher url = URL.matcher(Files.exists(config) ? Files.readString(config) : "");
    return new GitContext(
        url.find() ? clean(url.group(1)) : null,
        ref == null ? null : ref.replaceFirst("^refs/heads/", ""),
        ref == null ? head : resolved(common, ref));
  }

  private static @Nullable String resolved(Path common, String ref) throws IOException {
    Path loose = common.resolve(ref);
    if (Files.exists(loose)) {
      return Files.readString(loose).strip();
    }
    Path packed = common.resolve("packed-refs");
    List<String> lines = Files.exists(packed) ? Files.readAllLines(packed) : List.of();
    return lines.stream()
        .filter(line -> line.endsWith(" " + ref))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst()
        .orElse(null);
  }

  /// A URL that a browser opens, without user, password and the suffix `.git`.
  private static @Nullable String clean(@Nullable String url) {
    if (url == null) {
      return null;
    }
    Matcher scp = SCP.matcher(url);
    String full = scp.matches() ? "https://" + scp.group(1) + "/" + scp.group(2) : url;
    return full.replaceFirst("^ssh://", "https://")
        .replaceFirst("://[^/@]*@", "://")
        .replaceFirst("\\.git$", "");
  }
}
