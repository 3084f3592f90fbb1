package dev.metaagent.search.views;

import dev.metaagent.executions.StoredId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/// Removes saved views that name an end user who is erased.
@Component
class ViewsOfUsers implements StoredId.OfUser {

  private final ViewStore store;

  ViewsOfUsers(ViewStore store) {
    this.store = store;
  }

  @Override
  public void erase(String user) {
    store.all().stream()
        .filter(view -> names(view.query(), user))
        .forEach(view -> store.remove(view.id()));
  }

  /// Whether a value of a query is the id.
  static boolean names(String query, String user) {
    return Arrays.stream(query.split("&", -1))
        .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
        .anyMatch(value -> value.equals(user) || decoded(value).equals(user));
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return value;
    }
  }
}
