package dev.metaagent.observe.search;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.observe.ExecutionFacts;
import dev.metaagent.observe.News;
import dev.metaagent.observe.RecordedBatch;
import dev.metaagent.observe.mapping.ActionContent;
import dev.metaagent.observe.query.Contents;
import dev.metaagent.observe.query.SearchWords;
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

/// Follows the news and turns them into words and edges of the call graph: each ended execution
/// gets the words of its names, its errors and the first 1,500 characters of what it was asked and
/// answered. Words are written together with the cursor, and again when an execution changes.
@Component
class Wording {

  private static final Logger log = LoggerFactory.getLogger(Wording.class);
  private static final String CONSUMER = "words";
  private static final int BATCHES = 8;
  private static final int SLICE = 200;
  private static final int CHARACTERS = 1_500;
  private static final int WORDS_OF_NAMES = 300;
  private static final int WORDS = 700;

  private record Filed(OrganizationId organization, LocalDate day) {}

  private final News news;
  private final WordStore store;
  private final Contents contents;
  private final Callers callers;

  Wording(News news, WordStore store, Contents contents, Callers callers) {
    this.news = news;
    this.store = store;
    this.contents = contents;
    this.callers = callers;
  }

  /// Works on the next batches of news, within the system transaction of the caller.
  ///
  /// @return whether more may be waiting
  boolean step() {
    List<RecordedBatch> batches = news.read(CONSUMER, BATCHES);
    if (batches.isEmpty()) {
      return false;
    }
    touched(batches).forEach((filed, ids) -> slices(ids).forEach(slice -> follow(filed, slice)));
    news.advance(CONSUMER, batches.getLast());
    return batches.size() == BATCHES;
  }

  private static Map<Filed, Set<ExecutionId>> touched(List<RecordedBatch> batches) {
    Map<Filed, Set<ExecutionId>> touched = new LinkedHashMap<>();
    for (RecordedBatch batch : batches) {
      for (ExecutionFacts facts : batch.executions()) {
        if (facts.endedAt() != null || facts.previousEnd() != null) {
          touched
              .computeIfAbsent(
                  new Filed(batch.organization(), facts.day()), _ -> new LinkedHashSet<>())
              .add(facts.id());
        }
      }
    }
    return touched;
  }

  /// Few enough that their contents fit into memory together.
  private static Stream<List<ExecutionId>> slices(Set<ExecutionId> ids) {
    return ids.stream().gather(Gatherers.windowFixed(SLICE));
  }

  private void follow(Filed filed, List<ExecutionId> ids) {
    word(filed.organization(), filed.day(), ids);
    callers.learn(filed.organization(), filed.day(), ids);
  }

  private void word(OrganizationId organization, LocalDate day, List<ExecutionId> ids) {
    Collection<EndedRun> runs = store.ended(organization, day, ids);
    Set<Contents.Key> keys = new LinkedHashSet<>();
    for (EndedRun run : runs) {
      keys.addAll(run.askers());
      keys.addAll(run.answerers());
    }
    Map<Contents.At, ActionContent> said = contents(organization, day, List.copyOf(keys));
    Map<ExecutionId, RunWords> words = new TreeMap<>(ExecutionOrder.BY_ID);
    runs.forEach(run ->
        words.put(
            run.id(),
            new RunWords(day, run.id(), run.startedAt(), words(organization, run, said))));
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

  private static Set<String> words(
      OrganizationId organization, EndedRun run, Map<Contents.At, ActionContent> said) {
    Set<String> words = new LinkedHashSet<>();
    for (String text : run.texts()) {
      SearchWords.add(beginning(text), words, WORDS_OF_NAMES);
    }
    Stream.of(
            told(run.askers(), said, ActionContent::inputText),
            told(run.answerers(), said, ActionContent::outputText))
        .forEach(text -> SearchWords.add(beginning(text), words, WORDS));
    words.add(SearchWords.of(organization));
    return words;
  }

  private static String told(
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
