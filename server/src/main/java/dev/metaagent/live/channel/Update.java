package dev.metaagent.live.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// The changes for one subscription: rows by key, of which a later one replaces an earlier one.
///
/// @param rows in their order, each written as JSON by Jackson
/// @param gone keys of deleted rows
/// @param more number of dropped rows
public record Update(SequencedMap<String, Object> rows, Set<String> gone, long more) {

  public static final Update NONE = new Update(new LinkedHashMap<>(), Set.of(), 0);

  /// Rows, oldest first.
  public static <T> Update of(List<T> rows, Function<T, String> key, Function<T, Object> json) {
    SequencedMap<String, Object> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.putLast(key.apply(row), json.apply(row)));
    return new Update(byKey, Set.of(), 0);
  }

  public Update withMore(long count) {
    return new Update(rows, gone, count);
  }

  public Update withGone(Set<String> keys) {
    return new Update(rows, keys, more);
  }

  public boolean isEmpty() {
    return rows.isEmpty() && gone.isEmpty() && more == 0;
  }
}
