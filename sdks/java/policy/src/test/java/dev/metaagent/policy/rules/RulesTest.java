package dev.metaagent.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metaagent.policy.InvalidPolicy;
import dev.metaagent.policy.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

  private static List<?> list(String json) {
    return (List<?>) Objects.requireNonNull(Json.parse(json.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[5] | rules[0]",
        "[{'tool':'a','effect':'deny'}] | rules[0].id",
        "[{'id':'','tool':'a','effect':'deny'}] | rules[0].id",
        "[{'id':'r','tool':5,'effect':'deny'}] | rules[0].tool",
        "[{'id':'r','tool':'a','effect':'forbid'}] | rules[0].effect",
        "[{'id':'r','tool':'a','effect':'deny','reason':5}] | rules[0].reason",
        "[{'id':'r','tool':'a','effect':'deny','when':{}}] | rules[0].when",
        "[{'id':'r','tool':'a','effect':'deny','when':{'all':[],'any':[]}}] | rules[0].when",
        "[{'id':'r','tool':'a','effect':'deny','when':{'all':{}}}] | rules[0].when.all",
        "[{'id':'r','tool':'a','effect':'deny','when':{'any':[{'path':'a','op':'like','value':1}]}}]"
            + " | rules[0].when.any[0].op",
        "[{'id':'r','tool':'a','effect':'deny','when':{'any':[{'op':'eq','value':1}]}}] |"
            + " rules[0].when.any[0].path",
        "[{'id':'r','tool':'a','effect':'deny','when':{'all':[{'path':'a','op':'eq','value':[]}]}}]"
            + " | rules[0].when.all[0].value",
        "[{'id':'r','tool':'a','effect':'deny','when':{'all':[{'path':'a','op':'in','value':[[]]}]}}]"
            + " | rules[0].when.all[0].value",
        "[{'id':'r','tool':'a','effect':'deny','when':{'all':[{'path':'a','op':'gt','value':true}]}}]"
            + " | rules[0].when.all[0].value",
        "[{'id':'r','tool':'a','effect':'deny','when':{'all':[{'path':'a','op':'contains','value':1}]}}]"
            + " | rules[0].when.all[0].value",
        "[{'id':'r','tool':'a','effect':'deny','when':{'all':[{'path':'a','op':'exists','value':1}]}}]"
            + " | rules[0].when.all[0].value",
        "[{'id':'r','tool':'a','effect':'redact','redactPaths':[5]}] | rules[0].redactPaths[0]",
        "[{'id':'r','tool':'a','effect':'ask','whenUnanswered':'deny','whenUnreachable':'open'}] |"
            + " rules[0].askSeconds",
        "[{'id':'r','tool':'a','effect':'ask','askSeconds':0,'whenUnanswered':'deny','whenUnreachable':'open'}]"
            + " | rules[0].askSeconds",
        "[{'id':'r','tool':'a','effect':'ask','askSeconds':5,'whenUnanswered':'open','whenUnreachable':'open'}]"
            + " | rules[0].whenUnanswered",
        "[{'id':'r','tool':'a','effect':'ask','askSeconds':5,'whenUnanswered':'deny','whenUnreachable':'deny'}]"
            + " | rules[0].whenUnreachable",
        "[{'id':'r','tool':'a','effect':'deny'},{'id':'r','tool':'b','effect':'deny'}] |"
            + " rules[1].id"
      })
  void aWrongRuleIsNamedByItsPath(String json, String path) {
    InvalidPolicy invalid =
        catchThrowableOfType(InvalidPolicy.class, () -> Rules.parse(list(json)));
    assertThat(invalid.path()).isEqualTo(path);
    assertThat(invalid.expected()).isNotEmpty();
  }

  @Test
  void aRuleOfANewerServerDeniesTheToolsThatItNames() {
    CompiledRules rules =
        Rules.read("tools", list("[{'id':'r','tool':'pay*','effect':'throttle'}]")).compile();
    assertThat(rules.decide("pay.now", Map.of()).effect()).isEqualTo(Effect.DENY);
    assertThat(rules.decide("search", Map.of()).effect()).isEqualTo(Effect.ALLOW);
  }

  private static Decision redact(String paths, Object arguments) {
    return Rules.parse(
            list("[{'id':'r','tool':'*','effect':'redact','redactPaths':" + paths + "}]"))
        .compile()
        .decide("a", arguments);
  }

  @Test
  void redactionReachesIntoJsonWithinATextAndLeavesTheArgumentsOfTheHostAlone() {
    Map<String, Object> arguments =
        Map.of("body", "{\"to\": \"ada\", \"n\": 9007199254740993}", "list", List.of("a", "b"));
    assertThat(redact("['body.to', 'list.1', 'list.9', 'nothing.x', 'list.#']", arguments))
        .extracting(decision -> ((Decision.Redact) decision).arguments())
        .isEqualTo(
            Map.of(
                "body",
                "{\"to\":\"<REDACTED>\",\"n\":9007199254740993}",
                "list",
                List.of("a", "<REDACTED>")));
    assertThat(arguments.get("list")).isEqualTo(List.of("a", "b"));
  }

  @Test
  void theEmptyPathIsAllArguments() {
    assertThat(redact("['']", Map.of("a", 1)))
        .extracting(decision -> ((Decision.Redact) decision).arguments())
        .isEqualTo("<REDACTED>");
  }

  @Test
  void aGlobOfManyStarsEndsSoon() {
    Glob glob = new Glob("*a".repeat(2_000) + "b");
    assertThat(glob.matches("a".repeat(4_000))).isFalse();
  }
}
