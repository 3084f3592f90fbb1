package dev.metaagent.fleet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatedModelTest {

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String TASK =
      "Write an e-mail of 40 to 60 words in the language of the lead.";

  private static final String SCHEMA =
      """

      Answer with one JSON object and nothing else:
      ```json
      {"subject": "short", "body": "the e-mail", "language": "de or en"}
      ```
      Escape every quotation mark inside a text.
      """;

  private static final String EXAMPLE = "\nExample\n{\"subject\": \"An idea\"}\n";
  private static final String PROSE = "\nGive back the subject, the body and the language as JSON.";

  private static final String ENGLISH = "Company: Hilltop Roofs\nCity: Ashford\nLanguage: en";
  private static final String GERMAN = "Company: Dachbau Mut\nCity: Altenau\nLanguage: de";

  private static final String LARGE = "claude-sonnet-4-5";
  private static final String SMALL = "gpt-5-nano";

  private final SimulatedModel model = new SimulatedModel();

  @Test
  void aPromptWithoutASchemaBreaksTheFormFarMoreOften() {
    double with = broken(LARGE, TASK + SCHEMA + EXAMPLE, ENGLISH);
    double without = broken(LARGE, TASK + PROSE, ENGLISH);

    assertThat(with).isLessThan(0.02);
    assertThat(without).isBetween(0.08, 0.3);
  }

  @Test
  void germanIsHarderAndHardestWithoutASchema() {
    double english = broken(LARGE, TASK + PROSE, ENGLISH);
    double german = broken(LARGE, TASK + PROSE, GERMAN);
    double germanWithSchema = broken(LARGE, TASK + SCHEMA + EXAMPLE, GERMAN);

    assertThat(german).isGreaterThan(english + 0.2);
    assertThat(germanWithSchema).isLessThan(0.03);
  }

  @Test
  void anExampleHelps() {
    assertThat(broken(SMALL, TASK + SCHEMA + EXAMPLE, ENGLISH))
        .isLessThan(broken(SMALL, TASK + SCHEMA, ENGLISH));
  }

  @Test
  void aSmallModelIsWorseAndFaster() throws ModelOverloadedException {
    String prompt = TASK + SCHEMA;

    assertThat(broken(SMALL, prompt, ENGLISH)).isGreaterThan(2 * broken(LARGE, prompt, ENGLISH));
    assertThat(meanMillis(SMALL, prompt)).isLessThan(meanMillis(LARGE, prompt) / 2);
  }

  @Test
  void missingFactsAndLongInputsMakeItHarder() {
    String prompt = TASK + SCHEMA;
    String holes = ENGLISH + "\nContact:\nPhone:\nAddress:\nTopic:";
    String tome = ENGLISH + "\n" + "a note that nobody needed ".repeat(600);

    double usual = broken(SMALL, prompt, ENGLISH);
    assertThat(broken(SMALL, prompt, holes)).isGreaterThan(usual * 1.4);
    assertThat(broken(SMALL, prompt, tome)).isGreaterThan(usual * 1.4);
  }

  @Test
  void itAnswersInTheLanguageOfTheLeadWithTheFieldsThatThePromptShows() throws Exception {
    JsonNode english = STRICT.readTree(unbroken(TASK + SCHEMA + EXAMPLE, ENGLISH));
    JsonNode german = STRICT.readTree(unbroken(TASK + SCHEMA + EXAMPLE, GERMAN));

    assertThat(english.propertyNames()).containsExactly("subject", "body", "language");
    assertThat(english.get("language").asString()).isEqualTo("en");
    assertThat(german.get("body").asString()).startsWith("Guten Tag").contains("Altenau");
  }

  @Test
  void aFieldThatThePromptDoesNotNameIsNotThere() throws Exception {
    String prompt = TASK + "\nGive back the subject and the body as JSON.";

    assertThat(STRICT.readTree(unbroken(prompt, ENGLISH)).has("language")).isFalse();
  }

  @Test
  void tokensAndTimeGrowWithTheText() throws ModelOverloadedException {
    String wordy = TASK.replace("40 to 60", "300 to 320") + SCHEMA;
    ModelAnswer brief = answer(LARGE, TASK + SCHEMA, ENGLISH, new SplittableRandom(5));
    ModelAnswer full = answer(LARGE, wordy, ENGLISH + "\nNote: " + "x ".repeat(500), random());

    assertThat(full.outputTokens()).isGreaterThan(3 * brief.outputTokens());
    assertThat(full.inputTokens()).isGreaterThan(brief.inputTokens() + 400);
    assertThat(full.took()).isGreaterThan(brief.took());
    assertThat(brief.firstToken()).isLessThan(brief.took());
  }

  @Test
  void anAnswerIsCutWhereTheTokensEnd() throws ModelOverloadedException {
    ModelAnswer cut =
        model.answer(
            new ModelRequest(
                LARGE, TASK + SCHEMA, List.of(ChatMessage.user(ENGLISH)), List.of(), 30),
            random());

    assertThat(cut.finishReason()).isEqualTo("length");
    assertThat(cut.outputTokens()).isEqualTo(30);
    assertThat(isJson(cut.text())).isFalse();
  }

  @Test
  void toolsAreCalledInTheOrderOfThePromptWithWhatTheInputSays() throws ModelOverloadedException {
    ToolOffer web = new ToolOffer("web", "", List.of("company"));
    ToolOffer crm = new ToolOffer("crm", "", List.of("company"));
    String prompt = "First `crm`, then `web`." + SCHEMA;

    ModelAnswer first =
        model.answer(
            new ModelRequest(
                LARGE, prompt, List.of(ChatMessage.user(ENGLISH)), List.of(web, crm), 200),
            random());

    ToolCall call = first.call();
    assertThat(call).isNotNull();
    assertThat(call.tool()).isEqualTo("crm");
    assertThat(call.arguments()).containsEntry("company", "Hilltop Roofs");
  }

  @Test
  void aToolThatFailsIsTriedTwiceAndNotMore() throws ModelOverloadedException {
    ToolOffer crm = new ToolOffer("crm", "", List.of("company"));
    ToolCall call = new ToolCall("call_1", "crm", java.util.Map.of());
    ChatMessage failure = ChatMessage.result(call, "error: nobody answers");
    String prompt = "Ask `crm`." + SCHEMA;

    ModelAnswer again = model.answer(asked(prompt, crm, List.of(failure)), random());
    ModelAnswer enough = model.answer(asked(prompt, crm, List.of(failure, failure)), random());

    assertThat(again.call()).isNotNull();
    assertThat(enough.call()).isNull();
  }

  @Test
  void theSameChanceGivesTheSameAnswer() throws ModelOverloadedException {
    assertThat(answer(LARGE, TASK + PROSE, GERMAN, random()))
        .isEqualTo(answer(LARGE, TASK + PROSE, GERMAN, random()));
  }

  private static ModelRequest asked(String prompt, ToolOffer tool, List<ChatMessage> more) {
    List<ChatMessage> messages = new java.util.ArrayList<>(List.of(ChatMessage.user(ENGLISH)));
    messages.addAll(more);
    return new ModelRequest(LARGE, prompt, messages, List.of(tool), 200);
  }

  private static RandomGenerator random() {
    return new SplittableRandom(11);
  }

  /// The share of answers that are not what was asked for.
  private double broken(String name, String prompt, String input) {
    return share(name, prompt, input, text -> !isWhole(text));
  }

  private double share(String name, String prompt, String input, Predicate<String> which) {
    RandomGenerator random = new SplittableRandom(3);
    int found = 0;
    int answers = 2_000;
    for (int i = 0; i < answers; i++) {
      try {
        found += which.test(answer(name, prompt, input, random).text()) ? 1 : 0;
      } catch (ModelOverloadedException e) {
        // no answer says nothing about the form of answers
        i--;
      }
    }
    return (double) found / answers;
  }

  private double meanMillis(String name, String prompt) throws ModelOverloadedException {
    RandomGenerator random = new SplittableRandom(4);
    long sum = 0;
    for (int i = 0; i < 50; i++) {
      sum += answer(name, prompt, ENGLISH, random).took().toMillis();
    }
    return sum / 50.0;
  }

  private String unbroken(String prompt, String input) throws ModelOverloadedException {
    RandomGenerator random = random();
    String text = "";
    while (!isJson(text)) {
      text = answer(LARGE, prompt, input, random).text();
    }
    return text;
  }

  private ModelAnswer answer(String name, String prompt, String input, RandomGenerator random)
      throws ModelOverloadedException {
    return model.answer(
        new ModelRequest(name, prompt, List.of(ChatMessage.user(input)), List.of(), 600), random);
  }

  private static boolean isWhole(String text) {
    return isJson(text) && STRICT.readTree(text).size() == 3;
  }

  private static boolean isJson(String text) {
    try {
      return STRICT.readTree(text).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }
}
