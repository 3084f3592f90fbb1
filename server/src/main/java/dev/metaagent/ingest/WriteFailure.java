package dev.metaagent.ingest;

import dev.metaagent.executions.WorkLimitExceededException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/// Why a batch was not written.
enum WriteFailure {
  /// Deadlock or serialization failure: retry unchanged.
  COLLISION,
  /// The data itself cannot be stored, now or later.
  INVALID_DATA,
  /// The transaction timed out: retry with less at once.
  TIMEOUT,
  /// The database is unavailable.
  UNAVAILABLE,
  /// A defect of the server.
  UNEXPECTED;

  private static final String TOO_COMPLEX = "54000";
  private static final String CANCELED = "57014";

  static WriteFailure of(Throwable failure) {
    if (failure instanceof WorkLimitExceededException
        || failure instanceof DataIntegrityViolationException) {
      return INVALID_DATA;
    }
    String state = sqlState(failure);
    if (state == null) {
      return ofTheDatabase(failure) ? UNAVAILABLE : UNEXPECTED;
    }
    if (state.startsWith("40")) {
      return COLLISION;
    }
    if (state.startsWith("22") || state.startsWith("23") || state.equals(TOO_COMPLEX)) {
      return INVALID_DATA;
    }
    return state.equals(CANCELED) ? TIMEOUT : UNAVAILABLE;
  }

  private static boolean ofTheDatabase(Throwable failure) {
    return failure instanceof DataAccessException || failure instanceof TransactionException;
  }

  private static @Nullable String sqlState(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
