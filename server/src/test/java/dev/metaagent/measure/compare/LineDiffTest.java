package dev.metaagent.measure.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineDiffTest {

  @Test
  void whatStayedWasRemovedAndWasAddedIsTold() {
    assertThat(diff("one\ntwo\nthree\nfour", "one\n2\nthree\nfour\nfive"))
        .containsExactly(
            "same one", "removed two", "added 2", "same three", "same four", "added five");
  }

  @Test
  void equalTextsAreTheSameAndEmptyOnesHaveNoLines() {
    assertThat(diff("a\nb", "a\nb")).containsExactly("same a", "same b");
    assertThat(diff("", "")).isEmpty();
    assertThat(diff("", "a")).containsExactly("added a");
    assertThat(diff("a", "")).containsExactly("removed a");
  }

  @Test
  void veryLongTextsAreNotCompared() {
    assertThat(LineDiff.of("x\n".repeat(2_001), "x")).isNull();
  }

  private static List<String> diff(String from, String to) {
    List<LineDiff.Line> lines = LineDiff.of(from, to);
    assertThat(lines).isNotNull();
    return lines.stream().map(line -> line.op().wire() + " " + line.text()).toList();
  }
}
