package dev.metaagent.live;

import dev.metaagent.live.channel.Update;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.Set;

/// Updates of one subscription that wait to be sent, coalesced into one: the newest row of each key
/// is kept. Bounded: beyond the limit the oldest rows are dropped and counted.
final class PendingUpdate {

  private SequencedMap<String, Object> rows = new LinkedHashMap<>();
  private Set<String> gone = new LinkedHashSet<>();
  private long more;

  void merge(Update newer, int limit) {
    newer
        .rows()
        .forEach((key, row) -> {
          gone.remove(key);
          rows.putLast(key, row);
        });
    for (String key : newer.gone()) {
      rows.remove(key);
      gone.add(key);
    }
    more += newer.more();
    while (rows.size() > limit) {
      rows.pollFirstEntry();
      more++;
    }
  }

  boolean isEmpty() {
    return rows.isEmpty() && gone.isEmpty() && more == 0;
  }

  /// Keys of deleted rows, which cannot be dropped, because clients would keep those rows.
  int goneCount() {
    return gone.size();
  }

  Update drain() {
    Update drained = new Update(rows, gone, more);
    rows = new LinkedHashMap<>();
    gone = new LinkedHashSet<>();
    more = 0;
    return drained;
  }
}
