package dev.metaagent.ingest;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends a call whose message does not arrive in time (timeout), and releases the bytes reserved for
/// it.
final class GrpcBodyInTime<Q> extends SimpleForwardingServerCallListener<Q> {

  private final ScheduledFuture<?> late;
  private @Nullable GrpcBody body;

  GrpcBodyInTime(
      ServerCall.Listener<Q> next,
      ServerCall<Q, ?> call,
      ScheduledExecutorService timer,
      Duration allowed) {
    super(next);
    this.late =
        timer.schedule(
            () ->
                call.close(
                    Status.DEADLINE_EXCEEDED.withDescription("The message did not arrive in time."),
                    new Metadata()),
            allowed.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void onMessage(Q message) {
    if (message instanceof GrpcBody read) {
      body = read;
    }
    super.onMessage(message);
  }

  @Override
  public void onHalfClose() {
    if (late.cancel(false)) {
      super.onHalfClose();
    }
  }

  @Override
  public void onComplete() {
    giveBack();
    super.onComplete();
  }

  @Override
  public void onCancel() {
    giveBack();
    super.onCancel();
  }

  private void giveBack() {
    late.cancel(false);
    if (body != null) {
      body.close();
    }
  }
}
