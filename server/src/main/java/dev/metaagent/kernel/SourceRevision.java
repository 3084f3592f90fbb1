package dev.metaagent.kernel;

import org.jspecify.annotations.Nullable;

/// The source that something was built from, as one statement: parts that were said in different
/// places are not put together. What is not known is null.
///
/// @param repository its address, without credentials
/// @param ref the branch or tag
/// @param commit the revision
public record SourceRevision(
    @Nullable String repository, @Nullable String ref, @Nullable String commit) {

  private static final int LONGEST_REF = 300;
  private static final int LONGEST_COMMIT = 100;

  /// What was said of it, each part only where it can be kept whole; null where nothing is left.
  public static @Nullable SourceRevision of(
      @Nullable String repository, @Nullable String ref, @Nullable String commit) {
    String address = RepositoryUrl.of(repository);
    String branch = line(ref, LONGEST_REF);
    String revision = line(commit, LONGEST_COMMIT);
    return address == null && branch == null && revision == null
        ? null
        : new SourceRevision(address, branch, revision);
  }

  /// One that was stored in parts; null where all of them are.
  public static @Nullable SourceRevision stored(
      @Nullable String repository, @Nullable String ref, @Nullable String commit) {
    return repository == null && ref == null && commit == null
        ? null
        : new SourceRevision(repository, ref, commit);
  }

  /// All of it as one text, from which {@link #parse} makes the same again: a line for each part.
  public String lines() {
    return (orEmpty(repository) + "\n" + orEmpty(ref) + "\n" + orEmpty(commit)).stripTrailing();
  }

  /// One that was written as lines.
  public static @Nullable SourceRevision parse(@Nullable String lines) {
    if (lines == null) {
      return null;
    }
    int first = lines.indexOf('\n');
    int second = first < 0 ? -1 : lines.indexOf('\n', first + 1);
    return stored(
        known(lines.substring(0, first < 0 ? lines.length() : first)),
        first < 0 ? null : known(lines.substring(first + 1, second < 0 ? lines.length() : second)),
        second < 0 ? null : known(lines.substring(second + 1)));
  }

  private static @Nullable String line(@Nullable String text, int longest) {
    String line = text == null ? "" : text.strip();
    boolean kept =
        !line.isEmpty()
            && line.length() <= longest
            && StorableText.is(line)
            && line.chars().noneMatch(Character::isISOControl);
    return kept ? line : null;
  }

  private static String orEmpty(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static @Nullable String known(String part) {
    return part.isEmpty() ? null : part;
  }
}
