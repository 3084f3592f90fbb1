package dev.metaagent.search.words;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.events.LogConsumer;
import dev.metaagent.events.LogEntry;
import dev.metaagent.executions.Contents;
import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.search.query.SearchWords;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The consumer that maintains the full-text index, the call graph and what agents were seen to
/// use: each ended execution gets the words of its names, its errors and the first 1,500 characters
/// of its input and output, and one line that says what it was about. They are written together
/// with the cursor, and again when an execution changes.
@Component
class SearchIndexer implements LogConsumer {

  private static final Logger log = LoggerFactory.getLogger(SearchIndexer.class);
  private static final int BATCHES = 8;
  private static final Duration TOGETHER = Duration.ofMillis(250);
  private static final int SLICE = 200;
  private static final int CHARACTERS = 1_500;
  private static final int WORDS_OF_NAMES = 300;
  private static final int WORDS = 700;

  private record Filed(OrganizationId organization, LocalDate day) {}

  private final ExecutionLog executions;
  private final WordStore store;
  private final Contents contents;
  private final CallGraph callers;
  private final AgentUses uses;

  SearchIndexer(
      ExecutionLog executions,
      WordStore store,
      Contents contents,
      CallGraph callers,
      AgentUses uses) {
    this.executions = executions;
    this.store = store;
    this.contents = contents;
    this.callers = callers;
    this.uses = uses;
  }

  @Override
  public String name() {
    return "words";
  }

  @Override
  public int batch() {
    return BATCHES;
  }

  /// Waits a moment to handle entries together.
  @Override
  public Duration gather() {
    return TOGETHER;
  }

  @Override
  public Runnable handle(List<LogEntry> entries) {
    AgentUses.Noted noted = new AgentUses.Noted();
    touched(entries)
        .forEach((filed, ids) -> slices(ids).forEach(slice -> follow(filed, slice, noted)));
    return () -> uses.remember(noted);
  }

  private Map<Filed, Set<ExecutionId>> touched(List<LogEntry> entries) {
    Map<Filed, Set<ExecutionId>> touched = new LinkedHashMap<>();
    for (LogEntry entry : entries) {
      for (ExecutionRecorded event : executions.executions(entry)) {
        boolean endedBefore = event.before() != null && event.before().endedAt() != null;
        if (event.when().endedAt() != null || endedBefore) {
          touched
              .computeIfAbsent(
                  new Filed(entry.organization(), event.day()), _ -> new LinkedHashSet<>())
              .add(event.id());
        }
      }
    }
    return touched;
  }

  /// Few enough that their contents fit into memory together.
  private static Stream<List<ExecutionId>> slices(Set<ExecutionId> ids) {
    return ids.stream().gather(Gatherers.windowFixed(SLICE));
  }

  private void follow(Filed filed, List<ExecutionId> ids, AgentUses.Noted noted) {
    WordStore.Found found = store.find(filed.organization(), filed.day(), ids);
    word(filed.organization(), filed.day(), ids, found.ended());
    callers.addEdges(filed.organization(), filed.day(), ids, found.handingOver());
    uses.note(filed.organization(), found.ended(), noted);
  }

  private void word(
      OrganizationId organization,
      LocalDate day,
      List<ExecutionId> ids,
      Collection<IndexedExecution> runs) {
    Set<Contents.Key> keys = new LinkedHashSet<>();
    for (IndexedExecution run : runs) {
      keys.addAll(run.askers());
      keys.addAll(run.answerers());
    }
    Map<Contents.At, ActionContent> said = contents(organization, day, List.copyOf(keys));
    Map<ExecutionId, ExecutionWords> words = new TreeMap<>(ExecutionOrder.BY_ID);
    runs.forEach(run -> words.put(run.id(), words(organization, day, run, said)));
    store.write(organization, day, new ArrayList<>(words.values()));
    Set<ExecutionId> gone = new LinkedHashSet<>(ids);
    gone.removeAll(words.keySet());
    if (!gone.isEmpty()) {
      store.removeGone(organization, day, gone);
    }
  }

  private Map<Contents.At, ActionContent> contents(
      OrganizationId organization, LocalDate day, List<Contents.Key> keys) {
    try {
      return contents.of(organization, day, keys);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // names and errors can still be found
      log.warn("contents of {} executions could not be read for searching", keys.size(), e);
      return Map.of();
    }
  }

  private static ExecutionWords words(
      OrganizationId organization,
      LocalDate day,
      IndexedExecution run,
      Map<Contents.At, ActionContent> said) {
    Set<String> plain = new LinkedHashSet<>();
    for (String text : run.texts()) {
      SearchWords.add(beginning(text), plain, WORDS_OF_NAMES);
    }
    Set<String> words = new LinkedHashSet<>(plain);
    Stream.of(
            firstText(run.askers(), said, ActionContent::inputText),
            firstText(run.answerers(), said, ActionContent::answer))
        .forEach(text -> SearchWords.add(beginning(text), words, WORDS));
    plain.add(SearchWords.of(organization));
    words.add(SearchWords.of(organization));
    return new ExecutionWords(
        day, run.id(), run.startedAt(), words, plain, subject(run.askers(), said));
  }

  private static @Nullable String subject(
      List<Contents.Key> askers, Map<Contents.At, ActionContent> said) {
    return askers.stream()
        .flatMap(key -> Stream.ofNullable(said.get(key.at())))
        .flatMap(content -> Stream.ofNullable(SubjectText.of(content)))
        .findFirst()
        .orElse(null);
  }

  private static String firstText(
      List<Contents.Key> keys,
      Map<Contents.At, ActionContent> said,
      Function<ActionContent, @Nullable String> part) {
    for (Contents.Key key : keys) {
      ActionContent content = said.get(key.at());
      String text = content == null ? null : part.apply(content);
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static String beginning(String text) {
    return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS);
  }
}
