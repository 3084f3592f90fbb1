package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came to a door and how it went. Attempts that differ only in time are one.
///
/// @param at the last time
/// @param status HTTP status, or the HTTP status that a gRPC status stands for
/// @param spans spans (or log records) that came in, all times together; null where none could be
///   read
/// @param count how many times
/// @param problem what was wrong, null where nothing was
/// @param mend what to change, null where nothing
/// @param product whose credential or protocol it was, where that is known
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DoorAttempt(
    Instant at,
    int status,
    String method,
    String path,
    int port,
    String remote,
    String client,
    @Nullable Long spans,
    long count,
    @Nullable String problem,
    @Nullable String mend,
    CredentialKind credential,
    @Nullable String product) {

  /// The same, with this server's address in the texts that name it.
  public DoorAttempt withAddress(String address) {
    return new DoorAttempt(
        at,
        status,
        method,
        path,
        port,
        remote,
        client,
        spans,
        count,
        problem == null ? null : problem.replace("<address>", address),
        mend == null ? null : mend.replace("<address>", address),
        credential,
        product);
  }

  /// The attempt seen once more.
  DoorAttempt again(DoorAttempt next) {
    Long sum =
        spans == null || next.spans == null
            ? (next.spans == null ? spans : next.spans)
            : Long.valueOf(spans + next.spans);
    return new DoorAttempt(
        next.at,
        status,
        method,
        path,
        port,
        remote,
        client,
        sum,
        count + 1,
        problem,
        mend,
        credential,
        product);
  }
}
