package dev.metaagent.access.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An error in the format of OTLP: a `google.rpc.Status` with its message, in the encoding of the
/// request.
final class OtlpStatus {

  private static final int MESSAGE_FIELD = 0x12;

  private OtlpStatus() {}

  static void write(HttpServletResponse response, @Nullable String contentType, String message)
      throws IOException {
    boolean protobuf = contentType != null && contentType.contains("protobuf");
    byte[] body = protobuf ? protobuf(message) : json(message);
    response.setContentType(protobuf ? "application/x-protobuf" : "application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  static byte[] protobuf(String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 4);
    out.write(MESSAGE_FIELD);
    int length = text.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(text);
    return out.toByteArray();
  }

  private static byte[] json(String message) {
    String escaped = message.replace("\\", "\\\\").replace("\"", "\\\"");
    return ("{\"message\":\"" + escaped + "\"}").getBytes(StandardCharsets.UTF_8);
  }
}
