package dev.metaagent.live;

import dev.metaagent.events.EventLog;
import org.springframework.stereotype.Component;

/// Wakes the dispatcher after each commit to the event log on this node.
@Component
class CommitListener {

  CommitListener(EventLog log, Dispatcher dispatcher) {
    log.listen(_ -> dispatcher.committed());
  }
}
