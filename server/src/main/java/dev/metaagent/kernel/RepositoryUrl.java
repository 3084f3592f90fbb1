package dev.metaagent.kernel;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address of a repository as it is kept: without a user, a password or a token, and without a
/// query, which can hold one too.
public final class RepositoryUrl {

  private static final int LONGEST = 500;
  private static final String SCHEME_END = "://";
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[\\p{L}\\p{N}._-]+)(:[0-9]{1,5})?");

  private RepositoryUrl() {}

  /// The address without credentials; null where the text is none, or where it is not clear which
  /// part of it is a secret.
  public static @Nullable String of(@Nullable String text) {
    if (text == null || !isOneLine(text.strip())) {
      return null;
    }
    String address = beforeQuery(text.strip());
    int schemeEnd = address.indexOf(SCHEME_END);
    int from = schemeEnd < 0 ? 0 : schemeEnd + SCHEME_END.length();
    int slash = address.indexOf('/', from);
    int end = slash < 0 ? address.length() : slash;
    int user = address.lastIndexOf('@', end - 1);
    String rest = user < from ? address.substring(from) : address.substring(user + 1);
    String bare = address.substring(0, from) + rest;
    if (bare.isEmpty() || (schemeEnd >= 0 && !hasHost(address.substring(0, schemeEnd), rest))) {
      return null;
    }
    return bare;
  }

  /// A path of the own machine (`file:///srv/x`) has no host.
  private static boolean hasHost(String scheme, String rest) {
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return host.isEmpty() ? scheme.equals("file") : HOST.matcher(host).matches();
  }

  private static String beforeQuery(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '?' || text.charAt(i) == '#') {
        return text.substring(0, i);
      }
    }
    return text;
  }

  private static boolean isOneLine(String text) {
    return text.length() <= LONGEST
        && StorableText.is(text)
        && text.chars().noneMatch(c -> c <= ' ' || Character.isISOControl(c));
  }
}
