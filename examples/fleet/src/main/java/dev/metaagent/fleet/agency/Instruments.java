package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.agency.Story.Setup;
import dev.metaagent.fleet.model.ToolCall;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How the runs of agents are told to MetaAgent, and whether they may act. Runs and their steps are
/// begun and closed on one thread, each below what is open there.
public interface Instruments {

  /// Begins a run.
  Run begin(Task task, Setup setup, Timeline time);

  /// The prompt that a run works with.
  ///
  /// @param version its number
  record ServedPrompt(String text, int version) {}

  /// A run, until it is closed.
  interface Run extends AutoCloseable {

    /// Why it must not run, in a sentence; null if it may.
    @Nullable String refusal();

    ServedPrompt prompt();

    /// Begins to ask a model.
    Step model(String name);

    /// A step of the program itself.
    Step own(String name);

    /// Makes a call if it may be made, and answers what the model gets to read.
    String tool(ToolCall call, Supplier<String> use);

    /// The run itself, as a step.
    Step whole();

    @Override
    void close();
  }
}
