package dev.metaagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.Page;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.BoundedScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Candidates in memory: number 0 is the newest.
class BoundedScanTest {

  private static final Instant NEWEST = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Integer> looked = new ArrayList<>();

  /// So many candidates, of which each `every`th matches.
  private final class Numbers implements BoundedScan.Candidates<Integer> {
    private final int size;
    private final int every;
    private final boolean exact;

    Numbers(int size, int every, boolean exact) {
      this.size = size;
      this.every = every;
      this.exact = exact;
    }

    @Override
    public boolean exact() {
      return exact;
    }

    @Override
    public BoundedScan.Step<Integer> step(Position below, int scan, int most) {
      int first = (int) (NEWEST.getEpochSecond() - below.at().getEpochSecond()) + 1;
      int end = Math.min(size, first + scan);
      looked.add(Math.max(0, end - first));
      List<Integer> found =
          IntStream.range(first, end).filter(n -> n % every == 0).limit(most).boxed().toList();
      return new BoundedScan.Step<>(
          found, () -> first + scan <= size ? Optional.of(at(end - 1)) : Optional.empty());
    }
  }

  private static Position at(int number) {
    return new Position(NEWEST.minusSeconds(number), new UUID(0, 0), 0, null);
  }

  private Page<Integer> page(Numbers numbers, @Nullable String cursor, int limit) {
    looked.clear();
    Position start =
        cursor == null ? at(-1) : java.util.Objects.requireNonNull(Position.parse(cursor));
    return BoundedScan.page(numbers, start, limit, BoundedScanTest::at, Position::cursor);
  }

  @Test
  void aPageLooksAtAFixedNumberOfCandidatesAndSaysHowFar() {
    Numbers rare = new Numbers(1_000_000, 70_000, false);

    Page<Integer> page = page(rare, null, 50);

    assertThat(looked.stream().mapToInt(Integer::intValue).sum()).isEqualTo(BoundedScan.MOST);
    assertThat(page.items()).containsExactly(0);
    assertThat(page.scannedTo()).isEqualTo(at(BoundedScan.MOST - 1).at());
    assertThat(page.nextCursor()).isNotNull();
  }

  @Test
  void theSameQuestionHasTheSamePagesAndTogetherTheyHoldEverything() {
    Numbers rare = new Numbers(333_333, 7_777, false);
    List<Page<Integer>> once = pages(rare, 5);

    assertThat(pages(rare, 5)).isEqualTo(once);
    assertThat(once.stream().flatMap(page -> page.items().stream()))
        .containsExactlyElementsOf(
            IntStream.range(0, 333_333).filter(n -> n % 7_777 == 0).boxed().toList());
    assertThat(once).hasSizeLessThan(20);
  }

  private List<Page<Integer>> pages(Numbers numbers, int limit) {
    List<Page<Integer>> pages = new ArrayList<>();
    String cursor = null;
    do {
      pages.add(page(numbers, cursor, limit));
      cursor = pages.getLast().nextCursor();
    } while (cursor != null);
    return pages;
  }

  @Test
  void commonMatchesFillAPageInOneSmallStep() {
    Page<Integer> page = page(new Numbers(1_000_000, 3, false), null, 50);

    assertThat(page.items()).hasSize(50).startsWith(0, 3, 6);
    assertThat(page.scannedTo()).isNull();
    assertThat(looked).containsExactly(2_000);
  }

  @Test
  void whatAnIndexAnswersReadsOneMoreThanThePage() {
    Page<Integer> page = page(new Numbers(1_000, 1, true), null, 50);

    assertThat(page.items()).hasSize(50);
    assertThat(page.nextCursor()).isEqualTo(at(49).cursor());
    assertThat(looked).containsExactly(51);
    assertThat(page(new Numbers(30, 1, true), null, 50).nextCursor()).isNull();
  }
}
