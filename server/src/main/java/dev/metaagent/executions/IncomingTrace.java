package dev.metaagent.observe;

import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.mapping.RunFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one batch brought of one trace.
///
/// @param day the UTC day of its earliest plausible start
/// @param packs its content, compressed; spans and log records name a pack by its index here
/// @param keys under which outcomes find its runs
/// @param edition of the one run told here, where a newer one replaces it; null for telemetry
record IncomingTrace(
    TraceId id,
    LocalDate day,
    List<Span> spans,
    List<LogLine> logs,
    List<Pack> packs,
    List<Key> keys,
    @Nullable Edition edition) {

  IncomingTrace(TraceId id, LocalDate day, List<Span> spans, List<LogLine> logs, List<Pack> packs) {
    this(id, day, spans, logs, packs, List.of(), null);
  }

  /// Nothing new of a trace.
  static IncomingTrace nothing(TraceId id, LocalDate day) {
    return new IncomingTrace(id, day, List.of(), List.of(), List.of());
  }

  /// A key that a span told.
  record Key(String key, long spanId, Instant startedAt) {}

  IncomingTrace with(Edition told) {
    return new IncomingTrace(id, day, spans, logs, packs, keys, told);
  }

  List<PreparedSpan> prepared() {
    return spans.stream().map(Span::span).toList();
  }

  /// A span and the pack that holds it.
  record Span(PreparedSpan span, int pack) {}

  /// A log record and the pack that holds it.
  ///
  /// @param run what it says about its run, null when nothing
  record LogLine(
      UUID id, long spanId, Instant at, @Nullable String name, @Nullable RunFacts run, int pack) {

    LogLine inPack(int number) {
      return new LogLine(id, spanId, at, name, run, number);
    }
  }

  /// Compressed OTLP: {@code signal} 1 TracesData, 2 LogsData.
  record Pack(int signal, int rawBytes, byte[] body) {}

  Set<Long> spanIds() {
    return spans.stream().map(span -> span.span().id()).collect(Collectors.toSet());
  }

  /// Whether a log record here says something about a run.
  boolean tellingLogs() {
    return logs.stream().anyMatch(line -> line.run() != null);
  }

  /// This and another part of the same trace, as one; an edition stands alone.
  IncomingTrace plus(IncomingTrace other) {
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
    return new IncomingTrace(id, first, allSpans, allLogs, allPacks, allKeys, edition);
  }
}
