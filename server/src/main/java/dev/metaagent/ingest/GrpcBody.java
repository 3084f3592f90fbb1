package dev.metaagent.ingest;

import dev.metaagent.access.BytesInFlight;
import dev.metaagent.ingest.otlp.BoundedBody;
import dev.metaagent.ingest.otlp.TooLargeException;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A message of a gRPC call, decompressed within the limit of {@link BytesInFlight} but not
/// decoded. A failure to read it is kept for the response: gRPC turns any exception thrown while
/// reading into UNKNOWN.
final class GrpcBody implements AutoCloseable {

  private final BytesInFlight.Share share;
  private final byte[] bytes;
  private final @Nullable MetaAgentException refusal;

  private GrpcBody(BytesInFlight.Share share, byte[] bytes, @Nullable MetaAgentException refusal) {
    this.share = share;
    this.bytes = bytes;
    this.refusal = refusal;
  }

  private static GrpcBody read(InputStream stream, BoundedBody limited, BytesInFlight inFlight) {
    BytesInFlight.Share share = inFlight.share();
    try {
      return new GrpcBody(share, limited.read(stream, null, share::take), null);
    } catch (MetaAgentException e) {
      return refused(share, e);
    } catch (TooLargeException | StatusRuntimeException e) {
      return refused(
          share,
          new MetaAgentException(ErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(e.getMessage())));
    } catch (UndecodableException | IOException e) {
      return refused(
          share, new MetaAgentException(ErrorCode.INVALID_REQUEST, "The message is broken."));
    }
  }

  private static GrpcBody refused(BytesInFlight.Share share, MetaAgentException why) {
    share.close();
    return new GrpcBody(share, new byte[0], why);
  }

  /// The bytes, once heap for the decoded message is reserved.
  ///
  /// @throws MetaAgentException if they could not be read or the heap is not available
  byte[] bytes(long decodedSize) {
    if (refusal != null) {
      throw refusal;
    }
    share.take(decodedSize);
    return bytes;
  }

  /// The heap that is reserved for it.
  long held() {
    return share.held();
  }

  /// The received bytes; empty if they could not be read.
  byte[] unchecked() {
    return bytes;
  }

  @Override
  public void close() {
    share.close();
  }

  /// Reads messages as bodies; they are never written.
  static MethodDescriptor.Marshaller<GrpcBody> marshaller(long limit, BytesInFlight inFlight) {
    BoundedBody limited = new BoundedBody(limit);
    return new MethodDescriptor.Marshaller<>() {
      @Override
      public InputStream stream(GrpcBody body) {
        return InputStream.nullInputStream();
      }

      @Override
      public GrpcBody parse(InputStream stream) {
        return read(stream, limited, inFlight);
      }
    };
  }
}
