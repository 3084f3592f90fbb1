package dev.metaagent.executions;

import dev.metaagent.conventions.ExecutionFacts;
import dev.metaagent.kernel.TraceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The part of one trace that arrived in one batch.
///
/// @param day the UTC day of its earliest plausible start
/// @param packs its content, compressed; spans and log records name a pack by its index here
/// @param keys under which outcomes find its runs
/// @param revision of the run, for a run submitted as a whole, which a newer revision replaces;
///   null for telemetry
public record IncomingTrace(
    TraceId id,
    LocalDate day,
    List<Span> spans,
    List<LogLine> logs,
    List<Pack> packs,
    List<Key> keys,
    @Nullable Revision revision) {

  public IncomingTrace(
      TraceId id, LocalDate day, List<Span> spans, List<LogLine> logs, List<Pack> packs) {
    this(id, day, spans, logs, packs, List.of(), null);
  }

  /// Nothing new of a trace.
  public static IncomingTrace nothing(TraceId id, LocalDate day) {
    return new IncomingTrace(id, day, List.of(), List.of(), List.of());
  }

  /// An outcome key that a span carries.
  public record Key(String key, long spanId, Instant startedAt) {}

  public IncomingTrace with(Revision revised) {
    return new IncomingTrace(id, day, spans, logs, packs, keys, revised);
  }

  public List<PreparedSpan> prepared() {
    return spans.stream().map(Span::span).toList();
  }

  /// A span and the pack that holds it.
  public record Span(PreparedSpan span, int pack) {}

  /// A log record and the pack that holds it.
  ///
  /// @param run what it says about its run, null if nothing
  public record LogLine(
      UUID id,
      long spanId,
      Instant at,
      @Nullable String name,
      @Nullable ExecutionFacts run,
      int pack) {

    LogLine inPack(int number) {
      return new LogLine(id, spanId, at, name, run, number);
    }
  }

  /// Compressed OTLP: {@code signal} 1 TracesData, 2 LogsData.
  public record Pack(int signal, int rawBytes, byte[] body) {}

  public Set<Long> spanIds() {
    return spans.stream().map(span -> span.span().id()).collect(Collectors.toSet());
  }

  /// The same part where another trace reports a call of it.
  public IncomingTrace toldElsewhere(long span) {
    List<Span> all =
        spans.stream()
            .map(one ->
                one.span().id() == span ? new Span(one.span().toldElsewhere(), one.pack()) : one)
            .toList();
    return new IncomingTrace(id, day, all, logs, packs, keys, revision);
  }

  /// Whether a log record here says something about a run.
  public boolean factualLogs() {
    return logs.stream().anyMatch(line -> line.run() != null);
  }

  /// Whether another part says nothing that is not here, as when an exporter sends again while its
  /// first request still waits: its content is not kept twice.
  private boolean repeats(IncomingTrace other) {
    if (!other.logs.isEmpty() || other.spans.isEmpty() || other.day.isBefore(day)) {
      return false;
    }
    long first = other.spans.getFirst().span().id();
    return spans.stream().anyMatch(span -> span.span().id() == first)
        && spanIds().containsAll(other.spanIds());
  }

  /// This and another part of the same trace as one part; a revision is never combined.
  public IncomingTrace plus(IncomingTrace other) {
    if (repeats(other)) {
      return this;
    }
    int shift = packs.size();
    List<Pack> allPacks = new ArrayList<>(packs);
    allPacks.addAll(other.packs);
    List<Span> allSpans = new ArrayList<>(spans);
    other.spans.forEach(span -> allSpans.add(new Span(span.span(), span.pack() + shift)));
    List<LogLine> allLogs = new ArrayList<>(logs);
    other.logs.forEach(line -> allLogs.add(line.inPack(line.pack() + shift)));
    List<Key> allKeys = new ArrayList<>(keys);
    allKeys.addAll(other.keys);
    LocalDate first = day.isBefore(other.day) ? day : other.day;
    return new IncomingTrace(id, first, allSpans, allLogs, allPacks, allKeys, revision);
  }
}
