package dev.metaagent.live;

/// Tells the nodes of an installation that something was committed somewhere. A hint to look, never
/// the news itself: it may come late, twice, or for nothing.
interface LiveBus {

  /// Something was committed by this process.
  void tell();

  /// Has `look` called soon after something was committed on any node. It must return quickly.
  Listening listen(Runnable look);

  /// Ends by closing.
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
