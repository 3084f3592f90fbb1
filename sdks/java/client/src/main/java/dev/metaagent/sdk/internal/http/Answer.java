package dev.metaagent.sdk.internal.http;

import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// An answer of the server; without one, status is null and the body says why.
public record Answer(@Nullable Integer status, String body, @Nullable HttpHeaders headers) {

  static Answer none(String why) {
    return new Answer(null, why, null);
  }

  public boolean is(int expected) {
    return status != null && status == expected;
  }

  public boolean isSuccess() {
    return status != null && status >= 200 && status < 300;
  }

  public @Nullable String header(String name) {
    return headers == null ? null : headers.firstValue(name).orElse(null);
  }

  /// What to tell people about an answer that is no success.
  public String problem() {
    String shown = body.length() > 300 ? body.substring(0, 300) : body;
    return status == null ? shown : "status " + status + " " + shown;
  }
}
