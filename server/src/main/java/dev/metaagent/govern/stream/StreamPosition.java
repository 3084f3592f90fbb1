package dev.metaagent.govern.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How far a stream has come: every policy up to one version and every message about approvals up
/// to one revision were sent. It is the id of each event.
record StreamPosition(long policies, long approvals) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

  /// Reads `Last-Event-ID`; empty for what is no position.
  static Optional<StreamPosition> parse(@Nullable String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text.strip());
    return matcher.matches()
        ? Optional.of(
            new StreamPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return policies + "." + approvals;
  }
}
