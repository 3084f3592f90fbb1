package dev.metaagent.conventions;

import dev.metaagent.conventions.ReferenceAssembly.Execution;
import dev.metaagent.conventions.Telemetry.SentSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the product would say about one recorded run: its executions and their actions. */
final class RunReading {
  private final ReferenceAssembly assembly;
  private final List<Execution> executions;
  private final Telemetry telemetry;

  RunReading(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.assembly = new ReferenceAssembly(telemetry);
    this.executions = assembly.executions();
  }

  int count() {
    return executions.size();
  }

  /** The first execution without a parent that is not a lone preparation. */
  @Nullable Execution root() {
    return executions.stream()
        .filter(run -> run.parent == null)
        .max(Comparator.comparingInt(run -> run.own.size()))
        .orElse(null);
  }

  List<String> nested() {
    return executions.stream()
        .filter(run -> run.parent != null)
        .map(run -> run.agent)
        .distinct()
        .sorted()
        .toList();
  }

  /** All calls of a kind that are not repeats, in order of their start. */
  List<SentSpan> actions(ActionKind kind) {
    return telemetry.spans().stream()
        .filter(sent -> sent.mapped().kind() == kind)
        .filter(sent -> !assembly.isRepeat(sent))
        .sorted(Comparator.comparingLong(sent -> sent.mapped().startNanos()))
        .toList();
  }

  /** The agents of all runs. */
  List<String> agents() {
    return executions.stream().map(run -> run.agent).toList();
  }

  /** The sum of all that counts; null where nothing is known. */
  @Nullable Long sum(Function<MappedSpan, @Nullable Long> number) {
    Long sum = null;
    for (SentSpan sent : telemetry.spans()) {
      Long counted = assembly.counts(sent) ? number.apply(assembly.completed(sent)) : null;
      sum = counted == null ? sum : Long.valueOf(counted + (sum == null ? 0 : sum));
    }
    return sum;
  }

  /** An action with what its repeats add. */
  MappedSpan completed(SentSpan sent) {
    return assembly.completed(sent);
  }

  ActionContent content(SentSpan sent) {
    return assembly.content(sent);
  }

  /** A run fails with its boundary, with the agent that is the run, or with its own last step. */
  ActionStatus status(Execution run) {
    List<SentSpan> own = new ArrayList<>(run.merged);
    own.add(run.boundary);
    boolean failed = own.stream().anyMatch(sent -> isError(sent));
    SentSpan last =
        executions.stream()
            .filter(nested -> nested.parent == run)
            .map(nested -> nested.boundary)
            .max(Comparator.comparingLong(sent -> sent.mapped().endNanos()))
            .orElse(null);
    boolean handedOver =
        run.boundary.mapped().boundary() instanceof ExecutionBoundary.WhenTopmost topmost
            && topmost.yields() != ExecutionBoundary.Yields.NEVER
            && last != null
            && isError(last);
    return failed || handedOver ? ActionStatus.ERROR : run.boundary.mapped().status();
  }

  @Nullable String error(Execution run) {
    List<SentSpan> own = new ArrayList<>(run.own);
    own.sort(Comparator.comparingLong((SentSpan sent) -> sent.mapped().endNanos()));
    StringBuilder all = new StringBuilder();
    for (SentSpan sent : own) {
      if (isError(sent) && sent.mapped().errorMessage() != null) {
        all.append(sent.mapped().errorMessage()).append('\n');
      }
    }
    for (SentSpan sent : List.of(run.boundary)) {
      if (sent.mapped().errorMessage() != null) {
        return sent.mapped().errorMessage();
      }
    }
    for (SentSpan sent : run.merged) {
      if (sent.mapped().errorMessage() != null) {
        return sent.mapped().errorMessage();
      }
    }
    return all.isEmpty() ? null : all.toString();
  }

  /** The boundary's word, or the first of its own actions and log records that says it. */
  @Nullable String fact(Execution run, Function<ExecutionFacts, @Nullable String> fact) {
    Stream<ExecutionFacts> sent =
        Stream.concat(
            Stream.of(run.boundary.mapped().run()),
            Stream.concat(
                run.own.stream()
                    .sorted(Comparator.comparingLong(span -> span.mapped().startNanos()))
                    .map(span -> span.mapped().run()),
                run.logs.stream().map(log -> log.mapped().run())));
    List<ExecutionFacts> all = sent.toList();
    for (ExecutionFacts facts : all) {
      String value = fact.apply(facts);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The boundary's output, or that of its last model call. */
  @Nullable String output(Execution run) {
    String sent = textual(run.boundary);
    if (sent != null) {
      return sent;
    }
    List<SentSpan> calls =
        run.own.stream()
            .sorted(
                Comparator.comparingLong((SentSpan span) -> span.mapped().endNanos()).reversed())
            .toList();
    for (SentSpan call : Stream.concat(run.merged.stream(), calls.stream()).toList()) {
      if (call.mapped().kind() == ActionKind.LLM || call.mapped().kind() == ActionKind.AGENT) {
        String text = textual(call);
        if (text != null) {
          return text;
        }
      }
    }
    Execution last =
        executions.stream()
            .filter(nested -> nested.parent == run)
            .max(Comparator.comparingLong(nested -> nested.boundary.mapped().endNanos()))
            .orElse(null);
    return last == null ? null : output(last);
  }

  private @Nullable String textual(SentSpan sent) {
    return assembly.content(sent).answer();
  }

  private static boolean isError(SentSpan sent) {
    return sent.mapped().status() == ActionStatus.ERROR;
  }
}
