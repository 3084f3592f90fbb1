package dev.metaagent.ingest;

import com.google.protobuf.Duration;
import dev.metaagent.kernel.MetaAgentException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/// Maps refusals to gRPC statuses.
final class GrpcRefusal {

  private GrpcRefusal() {}

  /// A refusal as a status: UNAVAILABLE with RetryInfo for those that a client should retry;
  /// clients do not retry any other.
  static StatusRuntimeException of(MetaAgentException e) {
    Status.Code code =
        switch (e.code().type()) {
          case CAPACITY -> Status.Code.UNAVAILABLE;
          case OURS -> Status.Code.INTERNAL;
          case POLICY -> Status.Code.PERMISSION_DENIED;
          case CALLER ->
              switch (e.code().status()) {
                case 401 -> Status.Code.UNAUTHENTICATED;
                case 403 -> Status.Code.PERMISSION_DENIED;
                case 413 -> Status.Code.RESOURCE_EXHAUSTED;
                default -> Status.Code.INVALID_ARGUMENT;
              };
        };
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(String.valueOf(e.getMessage()));
    if (e.retryAfter() != null) {
      status.addDetails(
          com.google.protobuf.Any.pack(
              com.google.rpc.RetryInfo.newBuilder()
                  .setRetryDelay(
                      Duration.newBuilder().setSeconds(Math.max(1, e.retryAfter().toSeconds())))
                  .build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
