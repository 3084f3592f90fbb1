package dev.metaagent.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list under keyset paging.
///
/// @param nextCursor where the next page begins, null at the end
/// @param scannedTo set when a bounded search stopped before the page was full: everything newer
///   was looked at
public record Page<T>(
    List<T> items,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String nextCursor,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant scannedTo) {

  public Page {
    items = List.copyOf(items);
  }

  public static <T> Page<T> of(List<T> items, @Nullable String nextCursor) {
    return new Page<>(items, nextCursor, null);
  }
}
