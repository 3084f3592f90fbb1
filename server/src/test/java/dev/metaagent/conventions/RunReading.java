package dev.metaagent.observe.mapping;

import dev.metaagent.observe.mapping.ReferenceAssembly.Execution;
import dev.metaagent.observe.mapping.Telemetry.Told;
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
  List<Told> actions(ActionKind kind) {
    return telemetry.spans().stream()
        .filter(told -> told.mapped().kind() == kind)
        .filter(told -> !assembly.isRepeat(told))
        .sorted(Comparator.comparingLong(told -> told.mapped().startNanos()))
        .toList();
  }

  ActionContent content(Told told) {
    return assembly.content(told);
  }

  /** A run fails with its boundary, with the agent that is the run, or with its own last step. */
  ActionStatus status(Execution run) {
    List<Told> own = new ArrayList<>(run.merged);
    own.add(run.boundary);
    boolean failed = own.stream().anyMatch(told -> isError(told));
    Told last =
        executions.stream()
            .filter(nested -> nested.parent == run)
            .map(nested -> nested.boundary)
            .max(Comparator.comparingLong(told -> told.mapped().endNanos()))
            .orElse(null);
    boolean handedOver =
        run.boundary.mapped().boundary() instanceof RunBoundary.WhenTopmost topmost
            && topmost.yields() != RunBoundary.Yields.NEVER
            && last != null
            && isError(last);
    return failed || handedOver ? ActionStatus.ERROR : run.boundary.mapped().status();
  }

  @Nullable String error(Execution run) {
    List<Told> own = new ArrayList<>(run.own);
    own.sort(Comparator.comparingLong((Told told) -> told.mapped().endNanos()));
    StringBuilder all = new StringBuilder();
    for (Told told : own) {
      if (isError(told) && told.mapped().errorMessage() != null) {
        all.append(told.mapped().errorMessage()).append('\n');
      }
    }
    for (Told told : List.of(run.boundary)) {
      if (told.mapped().errorMessage() != null) {
        return told.mapped().errorMessage();
      }
    }
    for (Told told : run.merged) {
      if (told.mapped().errorMessage() != null) {
        return told.mapped().errorMessage();
      }
    }
    return all.isEmpty() ? null : all.toString();
  }

  /** The boundary's word, or the first of its own actions and log records that says it. */
  @Nullable String fact(Execution run, Function<RunFacts, @Nullable String> fact) {
    Stream<RunFacts> told =
        Stream.concat(
            Stream.of(run.boundary.mapped().run()),
            Stream.concat(
                run.own.stream()
                    .sorted(Comparator.comparingLong(span -> span.mapped().startNanos()))
                    .map(span -> span.mapped().run()),
                run.logs.stream().map(log -> log.mapped().run())));
    List<RunFacts> all = told.toList();
    for (RunFacts facts : all) {
      String value = fact.apply(facts);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The boundary's output, or that of its last model call. */
  @Nullable String output(Execution run) {
    String told = textual(run.boundary);
    if (told != null) {
      return told;
    }
    List<Told> calls =
        run.own.stream()
            .sorted(Comparator.comparingLong((Told span) -> span.mapped().endNanos()).reversed())
            .toList();
    for (Told call : Stream.concat(run.merged.stream(), calls.stream()).toList()) {
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

  private @Nullable String textual(Told told) {
    return assembly.content(told).answer();
  }

  private static boolean isError(Told told) {
    return told.mapped().status() == ActionStatus.ERROR;
  }
}
