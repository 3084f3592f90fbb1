package dev.metaagent.ingest.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Estimates, before decoding, the heap that a decoded and prepared body needs: an empty span is two
 * bytes on the wire and several hundred in memory. A malformed body counts up to the defect.
 */
public final class DecodedSize {

  /** Bytes of an object of the decoded message, next to its content. */
  private static final long OBJECT = 64;

  /** Bytes of a span, a log record or a step, with the objects derived from it. */
  private static final long RECORD = 1_024;

  private static final int DEPTH_OF_RECORDS = 3;

  private DecodedSize() {}

  /** Of an OTLP request in protobuf. */
  public static long ofProtobuf(byte[] body, Descriptor request) {
    long[] size = {body.length};
    try {
      protobuf(CodedInputStream.newInstance(body), request, 1, size);
    } catch (IOException e) {
      // decoding reports the error
    }
    return size[0];
  }

  private static void protobuf(CodedInputStream in, Descriptor type, int depth, long[] size)
      throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean message =
          field != null
              && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (!message || depth > JsonRequests.DEEPEST_NESTING) {
        in.skipField(tag);
        continue;
      }
      size[0] += depth == DEPTH_OF_RECORDS ? RECORD : OBJECT;
      int outer = in.pushLimit(in.readRawVarint32());
      protobuf(in, field.getMessageType(), depth + 1, size);
      in.popLimit(outer);
    }
  }

  /** Of an OTLP request in JSON. */
  public static long ofOtlpJson(byte[] body) {
    return json(body, 1 + DEPTH_OF_RECORDS);
  }

  /** Of a JSON document of runs, outcomes or events, in which each object may be a record. */
  public static long ofJson(byte[] body) {
    return json(body, 0);
  }

  private static long json(byte[] body, int depthOfRecords) {
    long size = body.length;
    int depth = 0;
    try (JsonParser p = JsonRequests.FACTORY.createParser(ObjectReadContext.empty(), body)) {
      for (JsonToken token = p.nextToken(); token != null; token = p.nextToken()) {
        switch (token) {
          case START_OBJECT -> {
            depth++;
            size += depthOfRecords == 0 || depth == depthOfRecords ? RECORD : OBJECT;
          }
          case END_OBJECT -> depth--;
          case START_ARRAY, PROPERTY_NAME -> size += OBJECT;
          default -> size += OBJECT / 2;
        }
      }
    } catch (JacksonException e) {
      // decoding reports the error
    }
    return size;
  }
}
