package dev.metaagent.search.filter;

/// A property of executions that a list can be filtered by: its parameter and its column.
public enum ExecutionField {
  SESSION("sessionId", "session_id", true),
  USER("userId", "user_id", true),
  AGENT("agent", "agent_id", true),
  PROMPT_NAME("promptName", "prompt_name", true),
  TASK_CLASS("taskClass", "task_class", true),
  ARM("arm", "arm", true),
  ERROR_TYPE("errorType", "error_type", true),
  VERSION("version", "agent_version", true),
  PROMPT_VERSION("promptVersion", "prompt_version", false),
  ENVIRONMENT("environment", "environment", false),
  MODEL("model", "models", false),
  FRAMEWORK("framework", "framework", false),
  SERVICE("serviceName", "service_name", false);

  private final String parameter;
  private final String column;
  private final boolean indexed;

  ExecutionField(String parameter, String column, boolean indexed) {
    this.parameter = parameter;
    this.column = column;
    this.indexed = indexed;
  }

  public String parameter() {
    return parameter;
  }

  public String column() {
    return column;
  }

  /// Whether an index of (organization, column, start) leads to its values. The order of the fields
  /// is that of their selectivity.
  public boolean indexed() {
    return indexed;
  }
}
