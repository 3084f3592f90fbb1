package dev.metaagent.sdk.internal.telemetry;

import io.opentelemetry.exporter.internal.otlp.traces.ResourceSpansMarshaler;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// OTLP in protobuf.
final class Otlp {

  private static final int RESOURCE_SPANS = (1 << 3) | 2;

  private Otlp() {}

  /// One `ResourceSpans` message for each resource.
  static List<byte[]> resourceSpans(Collection<SpanData> spans) {
    List<byte[]> messages = new ArrayList<>();
    for (ResourceSpansMarshaler message : ResourceSpansMarshaler.create(spans)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        message.writeBinaryTo(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      messages.add(bytes.toByteArray());
    }
    return messages;
  }

  /// `ExportTraceServiceRequest` with these messages, compressed with gzip: its only field is the
  /// list of them.
  static byte[] request(List<byte[]> resourceSpans) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream request = new GZIPOutputStream(bytes)) {
      for (byte[] message : resourceSpans) {
        request.write(RESOURCE_SPANS);
        int length = message.length;
        while (length > 0x7f) {
          request.write((length & 0x7f) | 0x80);
          length >>>= 7;
        }
        request.write(length);
        request.write(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
