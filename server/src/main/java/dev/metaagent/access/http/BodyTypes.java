package dev.metaagent.access.http;

import dev.metaagent.access.Endpoint;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which media types bodies may have. A page of another site can send forms and plain text without
/// asking, so these are never taken.
final class BodyTypes {

  private static final Set<String> FORM_TYPES =
      Set.of("text/plain", "multipart/form-data", "application/x-www-form-urlencoded");

  private BodyTypes() {}

  /// @throws MetaAgentException when a body has another type than the endpoint takes
  static void check(Endpoint endpoint, HttpServletRequest request) {
    switch (endpoint.kind()) {
      case API, AGENT, PLAIN -> requireJson(request);
      case OTLP -> refuseForms(request);
      case OPEN, OPERATOR, SIGNED, LINK -> {
        // no body, one that its signature covers, or the form of a page whose address is a secret
      }
    }
  }

  private static void requireJson(HttpServletRequest request) {
    if (!hasBody(request)) {
      return;
    }
    String type = mediaType(request);
    if (type == null || !(type.equals("application/json") || type.endsWith("+json"))) {
      throw new MetaAgentException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
    }
  }

  private static void refuseForms(HttpServletRequest request) {
    String type = mediaType(request);
    if (hasBody(request) && type != null && FORM_TYPES.contains(type)) {
      throw new MetaAgentException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Telemetry is sent as application/x-protobuf or application/json.");
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private static @Nullable String mediaType(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? null : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
