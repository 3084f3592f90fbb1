package dev.metaagent.sdk.internal.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.sdk.internal.report.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTest {

  private static final int MOST = 1 << 20;

  @TempDir Path data = Path.of("");
  private final Problems problems = new Problems();

  private SegmentLog open(String instance, long mostBytes) throws IOException {
    return new SegmentLog(data, instance, mostBytes, WhenFull.DROP_OLDEST, problems);
  }

  private static byte[] record(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<String> texts(RecordLog.Batch batch) {
    return batch.records().stream().map(bytes -> new String(bytes, UTF_8)).toList();
  }

  private static List<String> drain(SegmentLog log) throws InterruptedException {
    List<String> all = new ArrayList<>();
    RecordLog.Batch batch = log.peek(MOST, 2, Duration.ZERO);
    while (batch != null) {
      all.addAll(texts(batch));
      log.remove(batch);
      batch = log.peek(MOST, 2, Duration.ZERO);
    }
    return all;
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(file -> file.toString().endsWith(".segment")).findFirst().orElseThrow();
    }
  }

  @Test
  void recordsAreNumberedAndStayUntilTheyAreRemoved() throws Exception {
    try (SegmentLog log = open("a", MOST)) {
      log.append(List.of(record("one"), record("two")));
      log.append(List.of(record("three")));
      RecordLog.Batch batch = Objects.requireNonNull(log.peek(MOST, 2, Duration.ZERO));
      assertThat(texts(batch)).containsExactly("one", "two");
      assertThat(batch.first()).isEqualTo(1);
      assertThat(batch.last()).isEqualTo(2);
      log.remove(batch);
      RecordLog.Batch rest = Objects.requireNonNull(log.peek(MOST, 2, Duration.ZERO));
      assertThat(texts(rest)).containsExactly("three");
      assertThat(rest.first()).isEqualTo(3);
      log.remove(rest);
      assertThat(log.isEmpty()).isTrue();
      log.append(List.of(record("four")));
      assertThat(Objects.requireNonNull(log.peek(MOST, 2, Duration.ZERO)).first()).isEqualTo(4);
    }
  }

  @Test
  void whatAProcessLeftBehindComesFirstUnderItsOwnInstance() throws Exception {
    try (SegmentLog before = open("a", MOST)) {
      before.append(List.of(record("old")));
    }
    try (SegmentLog log = open("b", MOST)) {
      log.append(List.of(record("new")));
      assertThat(Objects.requireNonNull(log.peek(MOST, 9, Duration.ZERO)).instance())
          .isEqualTo("a");
      assertThat(drain(log)).containsExactly("old", "new");
    }
  }

  @Test
  void segmentsOfALivingProcessAreLeftAlone() throws Exception {
    try (SegmentLog living = open("a", MOST);
        SegmentLog other = open("b", MOST)) {
      living.append(List.of(record("mine")));
      assertThat(drain(other)).isEmpty();
      assertThat(drain(living)).containsExactly("mine");
    }
  }

  @Test
  void aSegmentThatWasCutOffKeepsItsWholeRecords() throws Exception {
    try (SegmentLog before = open("a", MOST)) {
      before.append(List.of(record("whole"), record("broken")));
    }
    Path file = segment();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 2));
    try (SegmentLog log = open("b", MOST)) {
      assertThat(drain(log)).containsExactly("whole");
      assertThat(log.isEmpty()).isTrue();
      assertThat(problems.all().toString()).contains("cannot be read");
    }
  }

  @Test
  void zerosAfterACrashAreNoRecords() throws Exception {
    try (SegmentLog before = open("a", MOST)) {
      before.append(List.of(record("whole")));
    }
    Files.write(segment(), new byte[64], StandardOpenOption.APPEND);
    try (SegmentLog log = open("b", MOST)) {
      assertThat(drain(log)).containsExactly("whole");
    }
  }

  @Test
  void aFullLogDropsTheOldestAndCountsThem() throws Exception {
    try (SegmentLog log = open("a", 9 << 20)) {
      byte[] large = new byte[1 << 20];
      for (int i = 0; i < 12; i++) {
        log.append(List.of(large));
      }
      assertThat(log.dropped()).isPositive();
      RecordLog.Batch batch = Objects.requireNonNull(log.peek(MOST, 1, Duration.ZERO));
      assertThat(batch.first()).isEqualTo(log.dropped() + 1);
    }
  }

  @Test
  void aFullLogThatBlocksGoesOnWhenThereIsRoom() throws Exception {
    try (SegmentLog log = new SegmentLog(data, "a", 100, WhenFull.BLOCK, problems)) {
      log.append(List.of(new byte[80]));
      Thread writer =
          new Thread(() -> {
            try {
              log.append(List.of(new byte[70]));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      writer.start();
      while (writer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      log.remove(Objects.requireNonNull(log.peek(MOST, 1, Duration.ZERO)));
      writer.join();
      assertThat(Objects.requireNonNull(log.peek(MOST, 1, Duration.ZERO)).first()).isEqualTo(2);
      assertThat(log.dropped()).isZero();
    }
  }
}
