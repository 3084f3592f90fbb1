package dev.metaagent.executions.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.documents.Repository;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.assembly.WritePlan.Arrival;
import dev.metaagent.executions.assembly.WritePlan.Fit;
import dev.metaagent.executions.assembly.WritePlan.Situation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which plan is made for a trace of a batch, and that the table in the documents is the one in the
/// code.
class WritePlanTest {

  private static final String BEGIN = "<!-- the table of WritePlan: drawn by WritePlanTest -->";
  private static final String END = "<!-- end of the table -->";
  private static final Path PAGE = Repository.root().resolve("docs/reference/write-path.md");

  private static final Situation NEW_SPANS =
      new Situation(true, Revision.State.STORED, Arrival.SPANS, false, Fit.ADDS, true);

  @Test
  void theFirstPartOfATraceIsAssembledAlone() {
    assertThat(WritePlan.of(stored(NEW_SPANS, false))).isEqualTo(WritePlan.STORE);
    assertThat(WritePlan.of(stored(with(NEW_SPANS, Arrival.LOGS), false)))
        .isEqualTo(WritePlan.STORE);
  }

  @Test
  void newSpansAreAddedToWhatIsStored() {
    assertThat(WritePlan.of(NEW_SPANS)).isEqualTo(WritePlan.APPEND);
    assertThat(WritePlan.of(kept(NEW_SPANS, false))).isEqualTo(WritePlan.APPEND);
  }

  @Test
  void whatIsStoredAlreadyIsNotWrittenAgain() {
    assertThat(WritePlan.of(with(NEW_SPANS, Arrival.NOTHING))).isEqualTo(WritePlan.SKIP);
  }

  @Test
  void spansThatContradictWhatWasPutTogetherRebuildTheTraceWhileItsContentIsKept() {
    Situation contradiction = with(NEW_SPANS, Fit.CONTRADICTS);
    assertThat(WritePlan.of(contradiction)).isEqualTo(WritePlan.REBUILD);
    assertThat(WritePlan.of(kept(contradiction, false))).isEqualTo(WritePlan.APPEND);
  }

  @Test
  void spansThatPartThePendingActionsPlaceThoseOnceMoreWhileTheContentIsKept() {
    Situation parted = with(NEW_SPANS, Fit.PARTS_PENDING);
    assertThat(WritePlan.of(parted)).isEqualTo(WritePlan.PLACE);
    assertThat(WritePlan.of(kept(parted, false))).isEqualTo(WritePlan.APPEND);
  }

  @Test
  void logRecordsThatSaySomethingOfARunRebuildItsTrace() {
    Situation factual =
        new Situation(true, Revision.State.STORED, Arrival.LOGS, true, Fit.ADDS, true);
    assertThat(WritePlan.of(factual)).isEqualTo(WritePlan.REBUILD);
    assertThat(WritePlan.of(kept(factual, false))).isEqualTo(WritePlan.KEEP_CONTENT);
    assertThat(WritePlan.of(with(NEW_SPANS, Arrival.LOGS))).isEqualTo(WritePlan.KEEP_CONTENT);
  }

  @Test
  void aNewerRevisionReplacesARunAndAnOlderOneDoesNot() {
    Situation newer = revision(Revision.State.REPLACED);
    assertThat(WritePlan.of(newer)).isEqualTo(WritePlan.REBUILD);
    assertThat(WritePlan.of(kept(newer, false))).isEqualTo(WritePlan.REPLACE);
    assertThat(WritePlan.of(revision(Revision.State.UNCHANGED))).isEqualTo(WritePlan.SKIP);
    assertThat(WritePlan.of(revision(Revision.State.OUTDATED))).isEqualTo(WritePlan.SKIP);
  }

  @Test
  void everySituationHasAPlanAndEveryRuleIsTheFirstOneOfSome() {
    List<WritePlan.Rule> reached = new ArrayList<>();
    for (Situation situation : all()) {
      WritePlan.RULES.stream()
          .filter(rule -> rule.holds().test(situation))
          .findFirst()
          .ifPresent(reached::add);
      assertThat(WritePlan.of(situation)).isNotNull();
    }
    assertThat(reached).containsAll(WritePlan.RULES);
  }

  @Test
  void theTableInTheDocumentsIsTheOneInTheCode() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END);
    assertThat(page.substring(from + BEGIN.length(), to).strip())
        .as("run the main method of WritePlanTest to draw it again")
        .isEqualTo(table());
  }

  /// Draws the table into the page.
  public static void main(String[] arguments) throws IOException {
    String page = Files.readString(PAGE);
    String drawn =
        page.substring(0, page.indexOf(BEGIN))
            + BEGIN
            + "\n\n"
            + table()
            + "\n\n"
            + page.substring(page.indexOf(END));
    Files.writeString(PAGE, drawn);
  }

  private static String table() {
    return "| the first that holds | plan | what is done |\n|---|---|---|\n"
        + WritePlan.RULES.stream()
            .map(rule ->
                "| %s | `%s` | %s |".formatted(rule.when(), rule.plan(), rule.plan().does()))
            .collect(Collectors.joining("\n"));
  }

  private static List<Situation> all() {
    List<Situation> all = new ArrayList<>();
    for (boolean stored : new boolean[] {true, false}) {
      for (Revision.State revision : Revision.State.values()) {
        for (Arrival arrival : Arrival.values()) {
          for (Fit fit : Fit.values()) {
            for (boolean factual : new boolean[] {true, false}) {
              all.add(new Situation(stored, revision, arrival, factual, fit, true));
              all.add(new Situation(stored, revision, arrival, factual, fit, false));
            }
          }
        }
      }
    }
    return all;
  }

  private static Situation revision(Revision.State revision) {
    return new Situation(true, revision, Arrival.SPANS, false, Fit.ADDS, true);
  }

  private static Situation stored(Situation trace, boolean stored) {
    return new Situation(
        stored,
        trace.revision(),
        trace.arrival(),
        trace.factualLogs(),
        trace.fit(),
        trace.contentKept());
  }

  private static Situation with(Situation trace, Arrival arrival) {
    return new Situation(
        trace.stored(),
        trace.revision(),
        arrival,
        trace.factualLogs(),
        trace.fit(),
        trace.contentKept());
  }

  private static Situation with(Situation trace, Fit fit) {
    return new Situation(
        trace.stored(),
        trace.revision(),
        trace.arrival(),
        trace.factualLogs(),
        fit,
        trace.contentKept());
  }

  private static Situation kept(Situation trace, boolean kept) {
    return new Situation(
        trace.stored(), trace.revision(), trace.arrival(), trace.factualLogs(), trace.fit(), kept);
  }
}
