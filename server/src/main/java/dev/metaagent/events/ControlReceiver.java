package dev.metaagent.events;

import java.util.List;

/// Receives the control messages of one topic on this node.
public interface ControlReceiver {

  String topic();

  /// Messages of one organization that are new to this node, oldest first; after a start all of
  /// them. If it throws, they are delivered again a moment later.
  void receive(List<ControlMessage> messages);
}
