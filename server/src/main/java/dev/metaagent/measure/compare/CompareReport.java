package dev.metaagent.measure.compare;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.measure.buckets.MetricAccumulator;
import dev.metaagent.measure.fleet.NamedAgent;
import dev.metaagent.measure.fleet.VersionNumbers;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.ChangedVersion;
import dev.metaagent.measure.series.SeriesReport;
import dev.metaagent.measure.series.SightStore;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.registry.Changes;
import dev.metaagent.statistics.Difference;
import dev.metaagent.statistics.Estimate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Compares two versions of an agent, inside a tenant's transaction. Without a range the numbers
/// are those of the change from one to the other: the older version in the 24 hours before the
/// newer one was first seen, the newer one in the 24 hours after.
@Component
class CompareReport {

  private static final Duration CHANGES_BACK = Duration.ofDays(400);
  private static final int MOST_CHANGES = 200;
  private static final double NANOS_PER_MS = 1e6;
  private static final double NANOS_PER_USD = 1e9;

  /// What is compared; a null key is one of the newest change.
  record Question(
      AgentId agent,
      SeriesReport.By by,
      @Nullable String a,
      @Nullable String b,
      @Nullable TimeRange range,
      boolean texts) {}

  private record Pair(String a, String b) {}

  private record Known(Comparison.Side side, List<SideStore.Run> runs) {}

  private final AgentDirectory directory;
  private final Changes changes;
  private final SightStore sights;
  private final VersionNumbers numbers;
  private final SideStore store;
  private final PromptTexts prompts;
  private final Clock clock;

  CompareReport(
      AgentDirectory directory,
      Changes changes,
      SightStore sights,
      VersionNumbers numbers,
      SideStore store,
      PromptTexts prompts,
      Clock clock) {
    this.directory = directory;
    this.changes = changes;
    this.sights = sights;
    this.numbers = numbers;
    this.store = store;
    this.prompts = prompts;
    this.clock = clock;
  }

  Comparison of(Question question) {
    Pair pair = pair(question);
    Map<String, SightStore.Sight> seen =
        sights.of(question.agent(), question.by(), List.of(pair.a(), pair.b()), clock.instant());
    Known a = known(question, pair.a(), pair.b(), seen);
    Known b = known(question, pair.b(), pair.a(), seen);
    Comparison.Differences differences = differences(a.side(), b.side());
    AgentDirectory.Entry agent = directory.find(question.agent()).orElseThrow();
    return new Comparison(
        NamedAgent.of(agent.id(), agent.name()),
        question.by().wire(),
        a.side(),
        b.side(),
        differences,
        Comparison.Verdicts.of(differences),
        question.texts() ? texts(a, b) : null);
  }

  /// The versions that are named; what is not named is of the newest change, or the version before
  /// the one that is.
  private Pair pair(Question question) {
    if (question.a() != null && question.b() != null) {
      return new Pair(question.a(), question.b());
    }
    Instant now = clock.instant();
    String named = question.b() != null ? question.b() : question.a();
    Changes.Change change =
        changes.list(question.agent(), now.minus(CHANGES_BACK), now, MOST_CHANGES).stream()
            .filter(one -> one.kind().equals(question.by().kind()))
            .filter(one -> named == null || one.to().equals(named))
            .findFirst()
            .orElseThrow(() ->
                MetaAgentException.invalid(
                    "a", "name both versions, a and b: no change leads from one to the other"));
    return new Pair(change.from(), change.to());
  }

  private Known known(
      Question question, String key, String other, Map<String, SightStore.Sight> seen) {
    ChangedVersion version = new ChangedVersion(of(question.by()), "", key);
    SightStore.Sight sight = seen.getOrDefault(key, SightStore.Sight.UNKNOWN);
    TimeRange range =
        question.range() != null
            ? question.range()
            : window(sight, seen.getOrDefault(other, SightStore.Sight.UNKNOWN));
    MetricAccumulator sum = numbers.of(question.agent(), version, range);
    List<SideStore.Run> runs = store.runs(question.agent(), version, range);
    Comparison.Side side =
        new Comparison.Side(
            key,
            sight.first(),
            sight.last(),
            range.from(),
            range.to(),
            sum.executions(),
            sum.failed(),
            sum.successRate(),
            Estimate.quantile(0.95, values(runs, SideStore.Run::durationNanos, NANOS_PER_MS)),
            Estimate.mean(values(runs, SideStore.Run::tokens, 1)),
            Estimate.mean(values(runs, SideStore.Run::costNano, NANOS_PER_USD)),
            newest(runs, false),
            newest(runs, true));
    return new Known(side, runs);
  }

  /// The newer version from its first sight on; the older one before that, or where it was last
  /// seen when that was earlier.
  private TimeRange window(SightStore.Sight own, SightStore.Sight other) {
    Instant first = own.first();
    Instant otherFirst = other.first();
    if (first == null) {
      Instant now = clock.instant();
      return new TimeRange(now.minus(Duration.ofHours(24)), now);
    }
    if (otherFirst == null || !first.isBefore(otherFirst)) {
      return VersionNumbers.windowAfter(first);
    }
    Instant last = own.last();
    return VersionNumbers.windowBefore(
        last != null && last.isBefore(otherFirst) ? last : otherFirst);
  }

  private static ChangedVersion.Of of(SeriesReport.By by) {
    return switch (by) {
      case PROMPT_VERSION -> ChangedVersion.Of.PROMPT;
      case MODEL -> ChangedVersion.Of.MODEL;
      case VERSION -> ChangedVersion.Of.VERSION;
      case ENVIRONMENT, ARM, AGENT, USER ->
          throw new IllegalArgumentException(by + " is no version");
    };
  }

  private static double[] values(
      List<SideStore.Run> runs, Function<SideStore.Run, @Nullable Long> value, double unit) {
    return runs.stream()
        .map(value)
        .filter(Objects::nonNull)
        .mapToDouble(number -> number / unit)
        .toArray();
  }

  private static @Nullable String newest(List<SideStore.Run> runs, boolean success) {
    return runs.stream()
        .filter(run -> Objects.equals(run.success(), success))
        .findFirst()
        .map(run -> run.id().toString())
        .orElse(null);
  }

  private static Comparison.Differences differences(Comparison.Side a, Comparison.Side b) {
    boolean enough = a.successRate().n() >= Estimate.LEAST && b.successRate().n() >= Estimate.LEAST;
    return new Comparison.Differences(
        enough ? Difference.between(a.successRate(), b.successRate()) : null,
        Estimate.difference(a.p95Ms(), b.p95Ms()),
        Estimate.difference(a.tokensPerExecution(), b.tokensPerExecution()),
        Estimate.difference(a.costUsdPerExecution(), b.costUsdPerExecution()));
  }

  private Comparison.@Nullable Texts texts(Known a, Known b) {
    PromptTexts.Text before = prompts.of(a.runs());
    PromptTexts.Text after = prompts.of(b.runs());
    if (before == null && after == null) {
      return null;
    }
    return new Comparison.Texts(
        before,
        after,
        Optional.ofNullable(before)
            .filter(_ -> after != null)
            .map(text -> LineDiff.of(text.content(), Objects.requireNonNull(after).content()))
            .orElse(null));
  }
}
