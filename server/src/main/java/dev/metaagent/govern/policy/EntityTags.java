package dev.metaagent.govern.policy;

import java.util.Collections;
import java.util.Enumeration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Versions of policies as entity tags (RFC 9110): `"12"`, also weak and in lists.
final class EntityTags {

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

  private EntityTags() {}

  static String of(long version) {
    return "\"" + version + "\"";
  }

  /// Whether one of the tags of `If-None-Match` names the version.
  static boolean match(Enumeration<String> headers, long version) {
    return Collections.list(headers).stream()
        .anyMatch(header ->
            header.strip().equals("*")
                || TAG.matcher(header)
                    .results()
                    .anyMatch(tag -> Long.parseLong(tag.group(1)) == version));
  }

  /// The version that a client says it holds; none where it names no version.
  static OptionalLong held(Enumeration<String> headers) {
    for (String header : Collections.list(headers)) {
      Matcher tag = TAG.matcher(header);
      if (tag.find()) {
        return OptionalLong.of(Long.parseLong(tag.group(1)));
      }
    }
    return OptionalLong.empty();
  }
}
