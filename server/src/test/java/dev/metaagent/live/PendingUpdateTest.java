package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.live.channel.Update;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PendingUpdateTest {

  private static final int LIMIT = 3;

  private final PendingUpdate pending = new PendingUpdate();

  private static Update rows(String... keysAndRows) {
    SequencedMap<String, Object> rows = new LinkedHashMap<>();
    for (int i = 0; i < keysAndRows.length; i += 2) {
      rows.put(keysAndRows[i], keysAndRows[i + 1]);
    }
    return new Update(rows, Set.of(), 0);
  }

  private static Update gone(String key) {
    return new Update(new LinkedHashMap<>(), Set.of(key), 0);
  }

  @Test
  void ofEachKeyTheNewestRowWinsAndComesLast() {
    pending.merge(rows("a", "1", "b", "1"), LIMIT);
    pending.merge(rows("a", "2"), LIMIT);
    Update drained = pending.drain();
    assertThat(List.copyOf(drained.rows().keySet())).containsExactly("b", "a");
    assertThat(drained.rows()).containsEntry("a", "2");
    assertThat(pending.isEmpty()).isTrue();
  }

  @Test
  void ofTooManyRowsTheOldestAreLeftOutAndCounted() {
    pending.merge(rows("a", "1", "b", "1", "c", "1", "d", "1"), LIMIT);
    pending.merge(new Update(new LinkedHashMap<>(), Set.of(), 5), LIMIT);
    Update drained = pending.drain();
    assertThat(drained.rows()).containsOnlyKeys("b", "c", "d");
    assertThat(drained.more()).isEqualTo(6);
  }

  @Test
  void whatIsGoneIsNoRowAndWhatIsBackIsNotGone() {
    pending.merge(rows("a", "1", "b", "1"), LIMIT);
    pending.merge(gone("a"), LIMIT);
    pending.merge(gone("b"), LIMIT);
    pending.merge(rows("b", "2"), LIMIT);
    Update drained = pending.drain();
    assertThat(drained.rows()).containsOnlyKeys("b");
    assertThat(drained.gone()).containsExactly("a");
  }
}
