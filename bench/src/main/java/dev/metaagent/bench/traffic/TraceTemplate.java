package dev.metaagent.bench.traffic;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// One encoded trace of which a copy with fresh ids, times and texts costs a few microseconds, so
/// that the generator leaves the machine to the server.
public final class TraceTemplate {

  /// How the bytes are written.
  public enum Encoding {
    PROTOBUF,
    JSON
  }

  private record Place(int at, int length) {}

  private final byte[] bytes;
  private final Encoding encoding;
  private final List<Place> traceIds;
  private final List<List<Place>> spanIds = new ArrayList<>();
  private final List<List<Place>> starts = new ArrayList<>();
  private final List<List<Place>> ends = new ArrayList<>();
  private final List<List<Place>> texts = new ArrayList<>();

  TraceTemplate(ExportTraceServiceRequest trace, Encoding encoding) {
    this.encoding = encoding;
    this.bytes = encoding == Encoding.PROTOBUF ? trace.toByteArray() : json(trace);
    this.traceIds = places(id(LangGraphTrace.traceMark()));
    for (int span = 0; span < LangGraphTrace.SPANS; span++) {
      spanIds.add(places(id(LangGraphTrace.spanMark(span))));
      starts.add(places(time(LangGraphTrace.timeMark(span, false))));
      ends.add(places(time(LangGraphTrace.timeMark(span, true))));
    }
    for (int text = 0; text < LangGraphTrace.TEXTS.length; text++) {
      texts.add(places(LangGraphTrace.textMark(text).getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /// The resource spans of a trace as an element of the JSON list, or as a whole protobuf request
  /// (requests concatenate).
  private static byte[] json(ExportTraceServiceRequest trace) {
    try {
      String json = JsonFormat.printer().omittingInsignificantWhitespace().print(trace);
      json = hex(json, LangGraphTrace.traceMark());
      for (int span = 0; span < LangGraphTrace.SPANS; span++) {
        json = hex(json, LangGraphTrace.spanMark(span));
      }
      String begin = "{\"resourceSpans\":[";
      return json.substring(begin.length(), json.length() - 2).getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(String json, ByteString id) {
    return json.replace(
        Base64.getEncoder().encodeToString(id.toByteArray()),
        HexFormat.of().formatHex(id.toByteArray()));
  }

  private byte[] id(ByteString id) {
    return encoding == Encoding.PROTOBUF ? id.toByteArray() : ascii(id.toByteArray());
  }

  private static byte[] ascii(byte[] id) {
    return HexFormat.of().formatHex(id).getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] time(long nanos) {
    return encoding == Encoding.PROTOBUF
        ? ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(nanos).array()
        : Long.toString(nanos).getBytes(StandardCharsets.US_ASCII);
  }

  private List<Place> places(byte[] mark) {
    List<Place> found = new ArrayList<>();
    for (int at = 0; at <= bytes.length - mark.length; at++) {
      if (java.util.Arrays.equals(bytes, at, at + mark.length, mark, 0, mark.length)) {
        found.add(new Place(at, mark.length));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("a mark is missing in the template");
    }
    return List.copyOf(found);
  }

  int size() {
    return bytes.length;
  }

  /// Writes one trace. Its ids and its own texts come from {@code seed}; the texts of earlier turns
  /// come from the session, so the turns of a session repeat them.
  void write(byte[] target, int offset, Numbers numbers) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
    putId(target, offset, traceIds, numbers.traceId());
    for (int span = 0; span < LangGraphTrace.SPANS; span++) {
      putId(target, offset, spanIds.get(span), numbers.spanId(span));
      put(target, offset, starts.get(span), time(numbers.start(span)));
      put(target, offset, ends.get(span), time(numbers.end(span)));
    }
    byte[] words = new byte[512];
    for (int text = 0; text < texts.size(); text++) {
      int length = LangGraphTrace.TEXTS[text];
      if (text == LangGraphTrace.SESSION) {
        byte[] session = ascii(ByteBuffer.allocate(8).putLong(numbers.session()).array());
        System.arraycopy(session, 0, words, 0, length);
      } else {
        Words.fill(words, length, numbers.text(text));
      }
      for (Place place : texts.get(text)) {
        System.arraycopy(words, 0, target, offset + place.at(), place.length());
      }
    }
  }

  private void putId(byte[] target, int offset, List<Place> places, byte[] id) {
    put(target, offset, places, encoding == Encoding.PROTOBUF ? id : ascii(id));
  }

  private static void put(byte[] target, int offset, List<Place> places, byte[] value) {
    for (Place place : places) {
      System.arraycopy(value, 0, target, offset + place.at(), place.length());
    }
  }
}
