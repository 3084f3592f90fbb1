package dev.metaagent.live;

import dev.metaagent.events.NodeSignal;

/// Signals commits between the nodes of an installation, for Live and for control messages.
interface LiveBus extends NodeSignal {

  @Override
  Listening listen(Runnable look);

  /// Ends by closing.
  interface Listening extends NodeSignal.Listening {}
}
