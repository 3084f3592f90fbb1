package dev.metaagent.bench.traffic;

/// Endless requests for any number of clients.
public interface Workload {

  /// The next request of a client.
  ///
  /// @param now Unix nanoseconds; runs that begin with this request ended then
  Request take(int client, long now);
}
