package dev.metaagent.access;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An attempt to send telemetry and its response. Attempts that differ only in time are merged.
///
/// @param at the last time
/// @param status HTTP status, or the HTTP status that a gRPC status stands for
/// @param spans spans (or log records) received, summed over all times; null where none could be
///   read
/// @param count how many times
/// @param problem what was wrong, null if nothing was
///
/// @param remedy what to change, null if nothing
/// @param product the product whose credential or protocol it was, if known
@JsonInclude(JsonInclude.Include.ALWAYS)
public record IngestAttempt(
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
    @Nullable String remedy,
    Credential.Kind credential,
    @Nullable String product) {

  private static final Pattern PRODUCT =
      Pattern.compile("(?<!\\S)[A-Za-z][A-Za-z0-9._+-]{0,60}(/[A-Za-z0-9._+-]{1,40})?(?!\\S)");

  /// The same, with this server's address in the texts that name it.
  public IngestAttempt withAddress(String address) {
    return new IngestAttempt(
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
        remedy == null ? null : remedy.replace("<address>", address),
        credential,
        product);
  }

  /// The same with other texts where the sender chose them.
  IngestAttempt map(UnaryOperator<String> change) {
    return new IngestAttempt(
        at,
        status,
        method,
        change.apply(path),
        port,
        remote,
        change.apply(client),
        spans,
        count,
        problem == null ? null : change.apply(problem),
        remedy,
        credential,
        product);
  }

  /// The attempt seen once more.
  IngestAttempt again(IngestAttempt next) {
    Long sum =
        spans == null || next.spans == null
            ? (next.spans == null ? spans : next.spans)
            : Long.valueOf(spans + next.spans);
    return new IngestAttempt(
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
        remedy,
        credential,
        product);
  }

  /// The products that a `User-Agent` names, without what else it may say about a person or a
  /// machine.
  public static String client(@Nullable String userAgent) {
    return userAgent == null
        ? ""
        : PRODUCT
            .matcher(userAgent)
            .results()
            .map(MatchResult::group)
            .limit(3)
            .collect(joining(" "));
  }
}
