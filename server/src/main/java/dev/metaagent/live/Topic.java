package dev.metaagent.live;

import dev.metaagent.kernel.ExecutionId;
import java.util.Optional;

/// What can be watched.
sealed interface Topic {

  String name();

  /// Whether it is made of rows that news speak of.
  default boolean ofRows() {
    return true;
  }

  /// How agents do, each time it was measured.
  record Health() implements Topic {
    @Override
    public String name() {
      return "health";
    }

    @Override
    public boolean ofRows() {
      return false;
    }
  }

  /// Agents whose status changes.
  record Status() implements Topic {
    @Override
    public String name() {
      return "status";
    }

    @Override
    public boolean ofRows() {
      return false;
    }
  }

  /// Actions as they come in.
  record Tail() implements Topic {
    @Override
    public String name() {
      return "tail";
    }
  }

  /// Executions as they begin, go on and end.
  record Runs() implements Topic {
    @Override
    public String name() {
      return "runs";
    }
  }

  /// One execution.
  record One(ExecutionId id) implements Topic {
    private static final String PREFIX = "executions:";

    @Override
    public String name() {
      return PREFIX + id;
    }
  }

  static Optional<Topic> parse(String name) {
    return switch (name) {
      case "health" -> Optional.of(new Health());
      case "status" -> Optional.of(new Status());
      case "tail" -> Optional.of(new Tail());
      case "runs" -> Optional.of(new Runs());
      default -> name.startsWith(One.PREFIX) ? one(name) : Optional.empty();
    };
  }

  private static Optional<Topic> one(String name) {
    try {
      return Optional.of(new One(ExecutionId.parse(name.substring(One.PREFIX.length()))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
