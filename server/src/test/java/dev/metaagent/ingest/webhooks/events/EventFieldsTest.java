package dev.metaagent.ingest.webhooks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.ingest.json.PlainExecution;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainOutcome;
import dev.metaagent.ingest.json.PlainOutcome.Source;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fields of events as their senders write them, and mappings that an operator writes. */
class EventFieldsTest {

  private final List<FieldError> errors = new ArrayList<>();

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private EventFields of(String value) {
    return new EventFields(json("{\"f\":" + value + "}"), "", errors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"2026-11-22T14:55:04.868Z\"      | 2026-11-22T14:55:04.868Z",
        "\"2026-11-22T15:55:04+01:00\"     | 2026-11-22T14:55:04Z",
        "1763823304                        | 2025-11-22T14:55:04Z",
        "1763823304.868                    | 2025-11-22T14:55:04.868Z",
        "\"1763823304868\"                 | 2025-11-22T14:55:04.868Z",
        "1763823304868                     | 2025-11-22T14:55:04.868Z",
        "1763823304868000001               | 2025-11-22T14:55:04.868000001Z"
      })
  void aTimeIsIsoOrSecondsMillisecondsOrNanoseconds(String sent, Instant time) {
    assertThat(of(sent).time("f")).isEqualTo(time);
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"yesterday\"",
        "\"2026-11-22\"",
        "\"2026-11-22T14:55:04\"",
        "12",
        "{}",
        "true",
        "\"1969-12-31T23:59:59Z\"",
        "\"2200-01-01T00:00:01Z\"",
        "99999999999999999999"
      })
  void anotherTimeIsNamed(String sent) {
    assertThat(of(sent).time("f")).isNull();
    assertThat(errors).extracting(FieldError::field).containsExactly("f");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "7,7", "7.0,7", "'\"7\"',7", "null,", "'\" \"',"})
  void aCountIsAWholeNumber(String sent, @Nullable Long count) {
    assertThat(of(sent).count("f")).isEqualTo(count);
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"x\"", "true", "[]", "9223372036854775808"})
  void anotherCountIsNamed(String sent) {
    assertThat(of(sent).count("f")).isNull();
    assertThat(errors).extracting(FieldError::field).containsExactly("f");
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "1,true",
    "'\"Yes\"',true",
    "false,false",
    "0,false",
    "'\"no\"',false",
    "null,"
  })
  void aFlagIsReadFromWords(String sent, @Nullable Boolean flag) {
    assertThat(of(sent).flag("f")).isEqualTo(flag);
    assertThat(errors).isEmpty();
  }

  @Test
  void whatHasAnotherFormIsNamedByItsPath() {
    EventFields event =
        new EventFields(
            json("{\"run\":[1],\"steps\":{\"a\":1},\"flag\":\"maybe\"}"), "[3]", errors);
    event.object("run").text("x");
    event.list("steps");
    event.flag("flag");
    event.need("agent");
    new EventFields(json("{\"list\":[{\"n\":-1}]}"), "", errors)
        .list("list")
        .forEach(item -> item.count("n"));

    assertThat(errors)
        .extracting(FieldError::field)
        .containsExactly("[3].run", "[3].steps", "[3].flag", "[3].agent", "list[0].n");
  }

  @Test
  void objectsAreTextToo() {
    assertThat(of("{\"a\":1}").text("f")).isEqualTo("{\"a\":1}");
    assertThat(of("1.50").decimal("f")).isEqualByComparingTo(new BigDecimal("1.5"));
    assertThat(of("\"1e99999\"").decimal("f")).isNull();
    assertThat(errors).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ok,OK",
    "Completed,OK",
    " success ,OK",
    "done,OK",
    "true,OK",
    "failed,ERROR",
    "timed_out,ERROR",
    "CANCELLED,ERROR",
    "crashed,ERROR",
    "false,ERROR",
    "in_progress,RUNNING",
    "waiting,RUNNING",
    "new,RUNNING",
    "fine,",
    "'',"
  })
  void wordsOfManySystemsMeanOneStatus(String word, @Nullable Status status) {
    assertThat(Statuses.of(word)).isEqualTo(status);
  }

  @Test
  void oneEventThatIsWrongTakesNoOtherWithIt() {
    MappedEvents understood =
        EventBody.each(
            json("[{\"agent\":\"a\"},{},{\"agent\":\"b\"}]"),
            (event, all) ->
                all.executions().add(FlatFields.execution(event, event.json()::toString)));

    assertThat(understood.executions()).extracting(PlainExecution::agent).containsExactly("a", "b");
    assertThat(understood.errors()).extracting(FieldError::field).containsExactly("[1].agent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"x\"", "null"})
  void aBodyThatIsNoEventIsRefused(String body) {
    MappedEvents understood = EventBody.each(json(body), (event, all) -> {});
    assertThat(understood.errors()).hasSize(1);
    assertThat(understood.nothing()).isTrue();
  }

  @Test
  void aBodyHoldsAtMostAThousandEvents() {
    String most = "[" + "{},".repeat(EventBody.MOST - 1) + "{}]";
    assertThat(EventBody.each(json(most), (event, all) -> {}).errors()).isEmpty();
    String more = "[" + "{},".repeat(EventBody.MOST) + "{}]";
    assertThat(EventBody.each(json(more), (event, all) -> {}).errors()).hasSize(1);
  }

  private static MappedEvents mapped(String mapping, String body) {
    return Mapping.compile(json(mapping)).read(json(body));
  }

  @Test
  void aFieldIsAPathOrAConstant() {
    MappedEvents understood =
        mapped(
            """
            {"fields":{"agent":"=Importer","id":"$.job","status":"$.state","error":"$.why",
             "inputTokens":"$.tokens.in","attributes.team":"$.team","attributes.fixed":"=x",
             "key":"$.lead"}}
            """,
            """
            {"job":17,"state":"failed","why":"no file","tokens":{"in":"12"},"team":"sales","lead":"l-1"}
            """);

    assertThat(understood.errors()).isEmpty();
    PlainExecution run = understood.executions().getFirst();
    assertThat(run.agent()).isEqualTo("Importer");
    assertThat(run.id()).isEqualTo("17");
    assertThat(run.status()).isEqualTo(Status.ERROR);
    assertThat(run.error()).isEqualTo(new Fault(null, "no file"));
    assertThat(run.usage().inputTokens()).isEqualTo(12);
    assertThat(run.about().attributes()).isEqualTo(Map.of("team", "sales", "fixed", "x"));
    assertThat(run.outcomeKeys()).containsExactly("l-1");
  }

  @Test
  void eachItemIsARunWithWhatTheBodySaysAboutAll() {
    MappedEvents understood =
        mapped(
            "{\"each\":\"$.jobs[*]\",\"fields\":{\"agent\":\"$.agent\",\"id\":\"@.id\"}}",
            "{\"agent\":\"Importer\",\"jobs\":[{\"id\":1},{\"id\":2}]}");
    assertThat(understood.executions())
        .extracting(PlainExecution::agent, PlainExecution::id)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Importer", "1"),
            org.assertj.core.groups.Tuple.tuple("Importer", "2"));
  }

  @Test
  void anItemWithoutAnIdIsTheSameRunAgain() {
    String mapping = "{\"fields\":{\"agent\":\"=A\"}}";
    String id = mapped(mapping, "{\"x\":1}").executions().getFirst().id();
    assertThat(id).startsWith("webhook:");
    assertThat(mapped(mapping, "{\"x\":1}").executions().getFirst().id()).isEqualTo(id);
    assertThat(mapped(mapping, "{\"x\":2}").executions().getFirst().id()).isNotEqualTo(id);
  }

  @Test
  void aPathThatFindsSeveralThingsGivesAList() {
    assertThat(
            mapped(
                    "{\"fields\":{\"agent\":\"=A\",\"input\":\"$..q\"}}",
                    "{\"a\":{\"q\":1},\"b\":{\"q\":2}}")
                .executions()
                .getFirst()
                .input())
        .isEqualTo("[1,2]");
  }

  @Test
  void anOutcomeNamesItsRun() {
    String mapping =
        "{\"kind\":\"outcome\",\"fields\":{\"outcomeKind\":\"=reply\",\"key\":\"$.lead\","
            + "\"success\":\"$.good\",\"source\":\"$.from\"}}";
    MappedEvents told = mapped(mapping, "{\"lead\":\"l-1\",\"good\":\"yes\",\"from\":\"person\"}");
    PlainOutcome outcome = told.outcomes().getFirst();
    assertThat(outcome.key()).isEqualTo("l-1");
    assertThat(outcome.success()).isTrue();
    assertThat(outcome.source()).isEqualTo(Source.PERSON);
    assertThat(mapped(mapping, "{}").errors()).extracting(FieldError::field).containsExactly("key");
    assertThat(mapped(mapping, "{\"lead\":\"l\",\"from\":\"x\"}").errors())
        .extracting(FieldError::field)
        .containsExactly("source");
  }

  @Test
  void whereEachFindsNothingThatIsTold() {
    assertThat(mapped("{\"each\":\"$.jobs[*]\",\"fields\":{\"agent\":\"=A\"}}", "{}").errors())
        .extracting(FieldError::field)
        .containsExactly("each");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                       | mapping",
        "{\"fields\":{}}                                          | mapping.fields",
        "{\"fields\":{\"id\":\"$.a\"}}                            | mapping.fields.agent",
        "{\"kind\":\"event\",\"fields\":{\"agent\":\"=A\"}}       | mapping.kind",
        "{\"each\":\"jobs\",\"fields\":{\"agent\":\"=A\"}}        | mapping.each",
        "{\"fields\":{\"agent\":\"=A\",\"mood\":\"$.m\"}}         | mapping.fields.mood",
        "{\"fields\":{\"agent\":\"$[\"}}                          | mapping.fields.agent",
        "{\"kind\":\"outcome\",\"fields\":{\"key\":\"$.a\"}}      | mapping.fields.outcomeKind",
        "{\"kind\":\"outcome\",\"fields\":{\"outcomeKind\":\"=r\",\"attributes.x\":\"$.a\"}} |"
            + " mapping.fields.attributes.x"
      })
  void aMappingThatCannotBeUsedIsRefusedByField(String mapping, String field) {
    assertThatThrownBy(() -> Mapping.compile(json(mapping)))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> assertThat(e.errors()).extracting(FieldError::field).containsExactly(field));
  }
}
