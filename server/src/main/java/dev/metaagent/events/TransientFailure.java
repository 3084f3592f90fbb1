package dev.metaagent.events;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionException;

/// Distinguishes transient failures (the database is unavailable, full, or chose this transaction
/// as the victim of a deadlock), after which the work is repeated, from failures caused by the work
/// itself.
public final class TransientFailure {

  /// SQLSTATE classes: connection, rollback, resources, intervention of the operator, system.
  private static final Set<String> CLASSES = Set.of("08", "25", "40", "53", "57", "58");

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String QUERY_CANCELED = "57014";

  private TransientFailure() {}

  public static boolean is(Throwable failure) {
    if (endsTransaction(failure)) {
      return true;
    }
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return is(sql.getSQLState());
      }
    }
    return false;
  }

  /// Whether the transaction in progress can no longer be used: it cannot roll back to its
  /// savepoint, or the thread was interrupted.
  public static boolean endsTransaction(Throwable failure) {
    return failure instanceof TransactionException || Thread.currentThread().isInterrupted();
  }

  private static boolean is(@Nullable String state) {
    if (state == null || state.length() < 2) {
      return true;
    }
    // a statement that was cancelled by its timeout would exceed it again
    return !state.equals(QUERY_CANCELED)
        && (state.equals(LOCK_NOT_AVAILABLE) || CLASSES.contains(state.substring(0, 2)));
  }
}
