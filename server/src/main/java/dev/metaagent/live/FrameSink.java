package dev.metaagent.live;

import java.io.IOException;

/// The connection itself.
interface Wire {

  /// Sends one frame; returns when it was handed to the network.
  void send(String frame) throws IOException;

  void close(Departure departure);
}
