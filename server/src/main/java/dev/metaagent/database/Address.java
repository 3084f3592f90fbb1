package dev.metaagent.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A JDBC URL without the credentials it carried, so that no message or log that names the URL
/// shows them.
record Address(String url, @Nullable String user, @Nullable String password) {

  static Address of(String jdbcUrl) {
    int query = jdbcUrl.indexOf('?');
    if (query < 0) {
      return new Address(jdbcUrl, null, null);
    }
    String user = null;
    String password = null;
    StringJoiner rest = new StringJoiner("&");
    for (String parameter : jdbcUrl.substring(query + 1).split("&", -1)) {
      if (parameter.startsWith("user=")) {
        user = decoded(parameter);
      } else if (parameter.startsWith("password=")) {
        password = decoded(parameter);
      } else {
        rest.add(parameter);
      }
    }
    String plain = jdbcUrl.substring(0, query);
    return new Address(rest.length() == 0 ? plain : plain + "?" + rest, user, password);
  }

  private static String decoded(String parameter) {
    return URLDecoder.decode(
        parameter.substring(parameter.indexOf('=') + 1), StandardCharsets.UTF_8);
  }
}
