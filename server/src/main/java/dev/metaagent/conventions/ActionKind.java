package dev.metaagent.conventions;

import java.util.Locale;

/**
 * What an action is. The code is stored and never changes; the wire name is the lower-case name.
 */
public enum ActionKind {
  LLM(1),
  TOOL(2),
  RETRIEVAL(3),
  EMBEDDING(4),
  AGENT(5),
  CHAIN(6),
  GUARDRAIL(7),
  HANDOFF(8),
  MEMORY(9),
  OTHER(0);

  private final short code;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  ActionKind(int code) {
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

  /** The kind of a stored code. */
  public static ActionKind ofCode(int code) {
    for (ActionKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("No action kind has the code " + code);
  }
}
