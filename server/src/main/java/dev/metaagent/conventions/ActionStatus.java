package dev.metaagent.conventions;

import java.util.Locale;

/** How an action ended. A span that ended and reports no error is OK. */
public enum ActionStatus {
  UNKNOWN(0),
  OK(1),
  ERROR(2);

  private final short code;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  ActionStatus(int code) {
    this.code = (short) code;
  }

  /** The stable number in the database. */
  public short code() {
    return code;
  }

  /** The name in the API. */
  public String wireName() {
    return wireName;
  }

  /** The status of a stored code. */
  public static ActionStatus ofCode(int code) {
    for (ActionStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("No action status has the code " + code);
  }
}
