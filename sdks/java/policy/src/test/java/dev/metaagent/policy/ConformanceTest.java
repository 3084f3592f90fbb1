package dev.metaagent.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.metaagent.policy.approvals.ApprovalEnd;
import dev.metaagent.policy.approvals.Question;
import dev.metaagent.policy.document.Documents;
import dev.metaagent.policy.document.Verdict;
import dev.metaagent.policy.json.Canonical;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.rules.Conditions;
import dev.metaagent.policy.rules.Decision;
import dev.metaagent.policy.rules.Glob;
import dev.metaagent.policy.rules.Rule;
import dev.metaagent.policy.rules.Rules;
import dev.metaagent.policy.rules.WhenUnanswered;
import dev.metaagent.policy.signing.KeyItem;
import dev.metaagent.policy.signing.TrustedKeys;
import dev.metaagent.policy.text.PromptText;
import dev.metaagent.policy.text.Redactor;
import dev.metaagent.policy.wire.ClockRules;
import dev.metaagent.policy.wire.Retry;
import dev.metaagent.policy.wire.Segments;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every case that all SDKs and the server pass.
class ConformanceTest {

  @TestFactory
  Stream<DynamicTest> bucketing() {
    return Suite.read("01-bucketing")
        .each((in, out) ->
            assertThat(Bucket.of(in.path("salt").asText(), in.path("unit").asText()))
                .isCloseTo(out.path("bucket").asDouble(), within(1e-12)));
  }

  @TestFactory
  Stream<DynamicTest> globs() {
    return Suite.read("02-glob")
        .each((in, out) ->
            assertThat(new Glob(in.path("glob").asText()).matches(in.path("name").asText()))
                .isEqualTo(out.path("matches").asBoolean()));
  }

  @TestFactory
  Stream<DynamicTest> conditions() {
    return Suite.read("03-conditions")
        .each((in, out) ->
            assertThat(
                    Conditions.parse(Suite.plain(in.path("when")))
                        .evaluate(Suite.plain(in.path("arguments")))
                        .text())
                .isEqualTo(out.path("result").asText()));
  }

  @TestFactory
  Stream<DynamicTest> toolRules() {
    return Suite.read("04-tool-rules")
        .each((in, out) -> {
          Rules rules = Rules.parse((List<?>) requireNonNull(Suite.plain(in.path("rules"))));
          Decision decision =
              rules.compile().decide(in.path("tool").asText(), Suite.plain(in.path("arguments")));
          Rule rule = decision.rule();
          assertThat(decision.effect().text()).isEqualTo(out.path("effect").asText());
          assertThat(rule == null ? null : rule.id()).isEqualTo(Suite.text(out.path("ruleId")));
          assertThat(rule == null ? null : rule.reason()).isEqualTo(Suite.text(out.path("reason")));
          if (decision instanceof Decision.Redact redact) {
            assertThat(redact.arguments()).isEqualTo(Suite.plain(out.path("arguments")));
          } else if (decision instanceof Decision.Ask ask) {
            assertQuestion(ask.rule(), out);
          }
        });
  }

  private static void assertQuestion(Rule rule, JsonNode out) {
    assertThat(rule.askSeconds()).isEqualTo(out.path("askSeconds").asLong());
    assertThat(requireNonNull(rule.whenUnanswered()).text())
        .isEqualTo(out.path("whenUnanswered").asText());
    assertThat(requireNonNull(rule.whenUnreachable()).text())
        .isEqualTo(out.path("whenUnreachable").asText());
  }

  @TestFactory
  Stream<DynamicTest> canonical() {
    return Suite.read("05-canonical")
        .each((in, out) ->
            assertThat(Canonical.text(Json.parse(in.path("json").asText())))
                .isEqualTo(out.path("canonical").asText()));
  }

  @TestFactory
  Stream<DynamicTest> documents() {
    return Suite.read("06-documents")
        .each((in, out) -> {
          JsonNode held = in.path("heldVersion");
          Verdict verdict =
              Documents.judge(
                  in.path("document").asText(),
                  in.path("asked").asText(),
                  held.isNull() ? null : (Long) held.asLong(),
                  TrustedKeys.of(texts(in.path("keys"))),
                  Instant.parse(in.path("now").asText()));
          String why = verdict instanceof Verdict.Rejected rejected ? rejected.why().text() : null;
          assertThat(why).isEqualTo(Suite.text(out.path("why")));
          assertThat(verdict instanceof Verdict.Accepted)
              .isEqualTo(out.path("accepted").asBoolean());
        });
  }

  @TestFactory
  Stream<DynamicTest> keys() {
    return Suite.read("07-keys")
        .each((in, out) -> {
          List<KeyItem> items = new ArrayList<>();
          in.path("items").forEach(item -> items.add(KeyItem.parse("", Suite.plain(item))));
          assertThat(
                  TrustedKeys.of(texts(in.path("pinned")), texts(in.path("known")), items).keyIds())
              .containsExactlyInAnyOrderElementsOf(texts(out.path("trusted")));
        });
  }

  @TestFactory
  Stream<DynamicTest> begin() {
    return Suite.read("08-begin")
        .each((in, out) -> {
          Optional<Refusal> refusal = begin(in);
          assertThat(refusal.isPresent() ? "refuse" : "permit")
              .isEqualTo(out.path("decision").asText());
          assertThat(refusal.map(it -> it.kind().text()).orElse(null))
              .isEqualTo(Suite.text(out.path("kind")));
          assertThat(refusal.map(Refusal::reason).orElse(null))
              .isEqualTo(Suite.text(out.path("reason")));
        });
  }

  private static Optional<Refusal> begin(JsonNode in) {
    if (in.path("policy").isNull()) {
      return Begin.withoutPolicy(FailMode.of(Fields.of("", Suite.plain(in)), "withoutPolicy"));
    }
    Fields policy = Fields.of("", Suite.plain(in.path("policy")));
    Fields stopped = policy.objectOrNull("stopped");
    return Begin.refusal(
        Freshness.parse(policy),
        stopped == null ? null : Stopped.parse(stopped),
        in.path("executionId").asText(),
        Duration.ofMillis((long) (in.path("ageSeconds").asDouble() * 1000)));
  }

  @TestFactory
  Stream<DynamicTest> limits() {
    return Suite.read("09-limits")
        .each((in, out) -> {
          Fields usage = Fields.of("", Suite.plain(in.path("usage")));
          RunUsage used =
              new RunUsage(
                  usage.integer("actions", 0),
                  usage.number("seconds", 0, 1e9),
                  usage.amountOrNull("costUsd"));
          Limits limits = Limits.parse(Fields.of("", Suite.plain(in.path("limits"))));
          assertThat(LimitCheck.reached(limits, used).orElse(null))
              .isEqualTo(Suite.text(out.path("reached")));
        });
  }

  @TestFactory
  Stream<DynamicTest> approvals() {
    return Suite.read("10-approvals")
        .each((in, out) -> {
          ApprovalEnd end = ApprovalEnd.of(question(in), Instant.parse(in.path("now").asText()));
          Refusal refusal = end instanceof ApprovalEnd.Refused refused ? refused.refusal() : null;
          String result = end instanceof ApprovalEnd.Pending ? "pending" : "permit";
          assertThat(refusal == null ? result : "refuse").isEqualTo(out.path("result").asText());
          assertThat(refusal == null ? null : refusal.kind().text())
              .isEqualTo(Suite.text(out.path("kind")));
          assertThat(refusal == null ? null : refusal.reason())
              .isEqualTo(Suite.text(out.path("reason")));
        });
  }

  private static Question question(JsonNode in) {
    JsonNode answer = in.path("answer");
    return new Question(
        Instant.parse(in.path("expiresAt").asText()),
        in.path("whenUnanswered").asText().equals("allow")
            ? WhenUnanswered.ALLOW
            : WhenUnanswered.DENY,
        FailMode.of(Fields.of("", Suite.plain(in)), "whenUnreachable"),
        in.path("delivered").asBoolean(),
        in.path("rejected").asBoolean(),
        answer.isNull()
            ? null
            : new Question.Answer(
                answer.path("state").asText(), Suite.text(answer.path("reason"))));
  }

  @TestFactory
  Stream<DynamicTest> prices() {
    return Suite.read("11-prices")
        .each((in, out) -> {
          List<Price> prices = new ArrayList<>();
          in.path("prices").forEach(price -> prices.add(Price.parse("", Suite.plain(price))));
          Fields usage = Fields.of("", Suite.plain(in.path("usage")));
          TokenUsage tokens =
              new TokenUsage(
                  usage.integerOrNull("inputTokens", 0),
                  usage.integerOrNull("outputTokens", 0),
                  usage.integerOrNull("cacheReadTokens", 0),
                  usage.integerOrNull("cacheWriteTokens", 0));
          assertThat(
                  new Prices(prices)
                      .cost(in.path("model").asText(), tokens)
                      .map(Prices::text)
                      .orElse(null))
              .isEqualTo(Suite.text(out.path("costUsd")));
        });
  }

  @TestFactory
  Stream<DynamicTest> retry() {
    return Suite.read("12-retry")
        .each((in, out) -> {
          JsonNode status = in.path("status");
          Optional<Duration> delay =
              Retry.delay(
                  in.path("failures").asInt(),
                  status.isNull() ? null : (Integer) status.asInt(),
                  Suite.text(in.path("retryAfter")),
                  Instant.parse(in.path("now").asText()),
                  in.path("random").asDouble());
          assertThat(delay.isPresent()).isEqualTo(out.path("retry").asBoolean());
          delay.ifPresent(it -> assertThat(it.toMillis()).isEqualTo(out.path("delayMs").asLong()));
        });
  }

  @TestFactory
  Stream<DynamicTest> clock() {
    return Suite.read("13-clock")
        .each((in, out) -> {
          if (in.has("storedContact")) {
            Duration age = ClockRules.storedAge(time(in, "storedContact"), time(in, "now"));
            assertThat(age.equals(ClockRules.BEYOND_ANY_AGE) ? null : age.toSeconds())
                .isEqualTo(
                    Suite.plain(out.path("ageSeconds")) == null
                        ? null
                        : (Object) out.path("ageSeconds").asLong());
            return;
          }
          Duration offset =
              ClockRules.offset(timeOrNull(in, "date"), timeOrNull(in, "localAtAnswer"));
          assertThat(ClockRules.left(time(in, "expiresAt"), time(in, "local"), offset).toMillis())
              .isEqualTo(out.path("leftMs").asLong());
        });
  }

  private static Instant time(JsonNode in, String name) {
    return Instant.parse(in.path(name).asText());
  }

  private static @Nullable Instant timeOrNull(JsonNode in, String name) {
    return in.path(name).isNull() ? null : time(in, name);
  }

  @TestFactory
  Stream<DynamicTest> prompts() {
    return Suite.read("14-prompts")
        .each((in, out) -> {
          @SuppressWarnings("unchecked")
          Map<String, @Nullable Object> variables =
              (Map<String, @Nullable Object>) requireNonNull(Suite.plain(in.path("variables")));
          assertThat(PromptText.render(in.path("content").asText(), variables))
              .isEqualTo(new PromptText(out.path("text").asText(), texts(out.path("missing"))));
        });
  }

  @TestFactory
  Stream<DynamicTest> redaction() {
    return Suite.read("15-redaction")
        .each((in, out) ->
            assertThat(Redactor.standard().redact(Suite.plain(in.path("value"))))
                .isEqualTo(Suite.plain(out.path("value"))));
  }

  @TestFactory
  Stream<DynamicTest> segments() {
    return Suite.read("16-segments")
        .each((in, out) -> {
          byte[] bytes = HexFormat.of().parseHex(in.path("segment").asText());
          Segments.Content content = Segments.read(ByteBuffer.wrap(bytes));
          assertThat(content.records().stream().map(HexFormat.of()::formatHex))
              .containsExactlyElementsOf(texts(out.path("records")));
          assertThat(content.lostBytes()).isEqualTo(out.path("lostBytes").asLong());
        });
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
