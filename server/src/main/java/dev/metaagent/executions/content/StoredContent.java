package dev.metaagent.executions.content;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;

/// Reads the content of packs, nested as deep as requests are accepted.
public final class StoredContent {

  private static final int DEEPEST = 300;

  private StoredContent() {}

  /// The spans of a pack, after {@link Compression#decompress}.
  public static TracesData spans(byte[] plain) throws InvalidProtocolBufferException {
    try {
      return TracesData.parseFrom(deep(plain));
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
  }

  /// The log records of a pack.
  public static LogsData logs(byte[] plain) throws InvalidProtocolBufferException {
    try {
      return LogsData.parseFrom(deep(plain));
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
  }

  private static CodedInputStream deep(byte[] plain) {
    CodedInputStream in = CodedInputStream.newInstance(plain);
    in.setRecursionLimit(DEEPEST);
    return in;
  }
}
