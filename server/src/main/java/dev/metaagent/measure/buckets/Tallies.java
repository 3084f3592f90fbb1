package dev.metaagent.measure.buckets;

import dev.metaagent.kernel.AgentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Buckets that are being counted. One agent has at most {@link #MOST} combinations of dimensions
/// at one time; the executions of further ones are counted as of unknown dimensions, so that a
/// sender who names a new version with each run fills neither memory nor tables.
final class Tallies {

  static final int MOST = 200;

  private record Time(AgentId agent, Instant at) {}

  private final Map<BucketStore.Key, MetricAccumulator> all = new HashMap<>();
  private final Map<Time, Integer> combinations = new HashMap<>();

  MetricAccumulator of(AgentId agent, Instant at, Dimensions dimensions) {
    BucketStore.Key key = new BucketStore.Key(agent, at, dimensions);
    MetricAccumulator known = all.get(key);
    if (known != null) {
      return known;
    }
    boolean room = combinations.merge(new Time(agent, at), 1, Integer::sum) <= MOST;
    return all.computeIfAbsent(
        room ? key : new BucketStore.Key(agent, at, Dimensions.UNKNOWN),
        _ -> new MetricAccumulator());
  }

  List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>(all.size());
    all.forEach(
        (key, tally) -> buckets.add(new Bucket(key.agent(), key.at(), key.dimensions(), tally)));
    return buckets;
  }
}
