package dev.metaagent.bench.traffic;

import java.nio.ByteBuffer;

/// What makes one trace of a load its own: everything follows from the seed of the load and the
/// number of the trace, so the same trace can be asked for again.
///
/// @param load seed of the whole load
/// @param trace number of the trace in it
/// @param endsAt when the run ended, in Unix nanoseconds
public record Numbers(long load, long trace, long endsAt) {

  private static final long TURNS = 4;
  private static final long SPAN_NANOS = 40_000_000;

  public byte[] traceId() {
    return ByteBuffer.allocate(16).putLong(mix(1)).putLong(mix(2)).array();
  }

  byte[] spanId(int span) {
    return ByteBuffer.allocate(8).putLong(mix(10 + span) | 1).array();
  }

  long start(int span) {
    return span == 0 ? endsAt - duration() : endsAt - duration() + span * SPAN_NANOS;
  }

  long end(int span) {
    return span == 0 ? endsAt : start(span) + SPAN_NANOS - 1_000;
  }

  /// Between half a second and three, mostly under one.
  private long duration() {
    long extra = Long.remainderUnsigned(mix(3), 2_500_000_000L);
    return 500_000_000L + extra / (1 + Long.remainderUnsigned(mix(4), 5));
  }

  /// Four traces after each other are the turns of one conversation.
  long session() {
    return Words.mix(load ^ Words.mix(trace / TURNS));
  }

  /// The seed of a text: the question and the answer of earlier turns are those of the session.
  long text(int text) {
    return text >= LangGraphTrace.FIRST_OF_HISTORY && text <= LangGraphTrace.LAST_OF_HISTORY
        ? Words.mix(session() + text)
        : mix(100 + text);
  }

  private long mix(long what) {
    return Words.mix(Words.mix(load * 31 + trace) + what * 0x9E3779B97F4A7C15L);
  }
}
