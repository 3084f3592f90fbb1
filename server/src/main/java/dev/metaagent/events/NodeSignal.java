package dev.metaagent.events;

/// Signals all nodes of an installation that something was committed. Only a hint to poll: it may
/// come late, twice, or for nothing.
public interface NodeSignal {

  /// Something was committed by this process.
  void signal();

  /// Registers `look` to be called soon after a commit on any node. It must return quickly.
  Listening listen(Runnable look);

  /// A registration; closing ends it.
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
