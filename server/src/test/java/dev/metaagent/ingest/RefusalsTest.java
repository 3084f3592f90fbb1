package dev.metaagent.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

/// Why a batch was not written, and how a refusal is said over gRPC.
class RefusalsTest {

  @ParameterizedTest
  @CsvSource({
    "40001,COLLISION", "40P01,COLLISION", "22021,INVALID_DATA", "23505,INVALID_DATA",
    "54000,INVALID_DATA", "57014,TIMEOUT", "57P01,UNAVAILABLE", "53100,UNAVAILABLE",
    "08006,UNAVAILABLE"
  })
  void theStateOfTheDatabaseTellsWhatToDo(String state, WriteFailure failure) {
    SQLException sql = new SQLException("no", state);
    assertThat(WriteFailure.of(sql)).isEqualTo(failure);
    assertThat(WriteFailure.of(new IllegalStateException("around", sql))).isEqualTo(failure);
  }

  @Test
  void withoutAStateTheKindOfFaultTells() {
    assertThat(WriteFailure.of(new DataIntegrityViolationException("no")))
        .isEqualTo(WriteFailure.INVALID_DATA);
    assertThat(WriteFailure.of(new QueryTimeoutException("no")))
        .isEqualTo(WriteFailure.UNAVAILABLE);
    assertThat(WriteFailure.of(new CannotCreateTransactionException("no")))
        .isEqualTo(WriteFailure.UNAVAILABLE);
    assertThat(WriteFailure.of(new SQLException("no"))).isEqualTo(WriteFailure.UNEXPECTED);
    assertThat(WriteFailure.of(new NullPointerException())).isEqualTo(WriteFailure.UNEXPECTED);
  }

  private static StatusRuntimeException refusal(ErrorCode code, @Nullable Duration after) {
    return GrpcRefusal.of(new MetaAgentException(code, "a sentence", List.of(), after, null));
  }

  @ParameterizedTest
  @CsvSource({
    "INTAKE_FULL,UNAVAILABLE",
    "DATABASE_UNAVAILABLE,UNAVAILABLE",
    "SHUTTING_DOWN,UNAVAILABLE",
    "RATE_LIMITED,UNAVAILABLE",
    "UNAUTHENTICATED,UNAUTHENTICATED",
    "FORBIDDEN,PERMISSION_DENIED",
    "LAST_ADMIN,PERMISSION_DENIED",
    "PAYLOAD_TOO_LARGE,RESOURCE_EXHAUSTED",
    "INVALID_REQUEST,INVALID_ARGUMENT",
    "NOT_FOUND,INVALID_ARGUMENT",
    "INTERNAL,INTERNAL"
  })
  void onlyWhatPassesIsTriedAgain(ErrorCode code, Status.Code status) {
    StatusRuntimeException refusal = refusal(code, null);
    assertThat(refusal.getStatus().getCode()).isEqualTo(status);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("a sentence");
  }

  @ParameterizedTest
  @CsvSource({"PT5S,5", "PT0.2S,1", "PT90S,90"})
  void theTimeToComeBackIsToldInWholeSeconds(Duration after, long seconds)
      throws InvalidProtocolBufferException {
    com.google.rpc.Status status =
        Objects.requireNonNull(StatusProto.fromThrowable(refusal(ErrorCode.INTAKE_FULL, after)));
    assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
        .isEqualTo(seconds);
  }

  @Test
  void whoNeedNotComeBackIsToldNoTime() {
    assertThat(
            Objects.requireNonNull(StatusProto.fromThrowable(refusal(ErrorCode.FORBIDDEN, null)))
                .getDetailsCount())
        .isZero();
  }
}
