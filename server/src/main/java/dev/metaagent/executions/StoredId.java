package dev.metaagent.executions;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.privacy.Privacy;
import java.util.Objects;

/// Ids of users and sessions as they are stored: cleaned by the privacy policy, and truncated to
/// what an index can hold.
public final class StoredId {

  private static final int LONGEST = 300;

  /// What another module keeps under the id of an end user, and erases with the user (a port).
  public interface OfUser {

    /// Erases it, in the transaction in progress.
    void erase(String user);
  }

  /// What another module keeps under the id of an execution, and erases with it (a port).
  public interface OfExecution {

    /// Erases it, in the transaction in progress.
    void erase(ExecutionId execution);
  }

  private StoredId() {}

  public static String of(String id, Privacy privacy) {
    return cut(privacy.id(id));
  }

  /// An id as it was stored if no privacy policy replaced it.
  public static String cut(String id) {
    return Objects.requireNonNull(ColumnText.to(id, LONGEST));
  }
}
