package dev.metaagent.sdk;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An agent, known by its name within an organization.
public final class Agent {

  private final String name;
  private final AgentPolicy policy;
  private final Connection connection;

  Agent(String name, AgentPolicy policy, Connection connection) {
    this.name = name;
    this.policy = policy;
    this.connection = connection;
  }

  public String name() {
    return name;
  }

  public AgentPolicy policy() {
    return policy;
  }

  /// Asks the policy before a tool, as [Execution#guard] within the execution of the calling
  /// thread; outside of one the call is governed, and not told.
  public <T extends @Nullable Object> Guarded<T> guard(
      String tool, @Nullable Object arguments, Function<@Nullable Object, T> call) {
    Execution execution = Execution.current();
    if (execution != null) {
      return execution.guard(tool, arguments, call);
    }
    Decision decision = policy.tool(tool, arguments).awaited();
    return decision instanceof Refusal refusal
        ? new Guarded<>(null, refusal)
        : new Guarded<>(
            call.apply(decision instanceof Permit permit ? permit.arguments() : arguments), null);
  }

  /// Begins an execution, to be closed on the same thread (try-with-resources). It may be refused:
  /// see [Execution#refusal].
  public Execution execution(@Nullable Object input) {
    return execution(input, ExecutionOptions.NONE);
  }

  public Execution execution(@Nullable Object input, ExecutionOptions options) {
    return Execution.begin(this, connection, input, options);
  }

  /// Runs a body within an execution: its result is the output, its exception the error, which goes
  /// on to the caller. The body also runs where the execution is refused, and may look at that.
  public <T extends @Nullable Object> T execution(
      @Nullable Object input, Function<Execution, T> body) {
    return execution(input, ExecutionOptions.NONE, body);
  }

  public <T extends @Nullable Object> T execution(
      @Nullable Object input, ExecutionOptions options, Function<Execution, T> body) {
    try (Execution execution = execution(input, options)) {
      try {
        T result = body.apply(execution);
        execution.output(result);
        return result;
      } catch (RuntimeException | Error e) {
        execution.error(e);
        throw e;
      }
    }
  }
}
