package dev.metaagent.live;

import java.io.IOException;

/// The transport of a connection.
interface FrameSink {

  /// Sends one frame; returns when it was handed to the network.
  void send(String frame) throws IOException;

  void close(CloseStatus status);
}
