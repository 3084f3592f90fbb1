package dev.metaagent.executions;

import dev.metaagent.privacy.Privacy;
import java.util.Objects;

/// Ids of users and sessions as they are stored: cleaned by the privacy policy, and truncated to
/// what an index can hold.
public final class StoredId {

  private static final int LONGEST = 300;

  private StoredId() {}

  public static String of(String id, Privacy privacy) {
    return Objects.requireNonNull(ColumnText.to(privacy.id(id), LONGEST));
  }
}
