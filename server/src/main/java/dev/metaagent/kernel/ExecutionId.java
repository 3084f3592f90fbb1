package dev.metaagent.kernel;

/// One run of one agent: the trace and the span that began it, written `<trace>-<span>`. While the
/// beginning has not arrived the run is provisional: its span is 0, it is written `<trace>` alone,
/// and that id stays valid as an alias of the trace's first run.
public record ExecutionId(TraceId trace, long span) {

  public static ExecutionId parse(String text) {
    return switch (text.length()) {
      case 32 -> new ExecutionId(TraceId.parse(text), 0);
      case 49 -> {
        if (text.charAt(32) != '-') {
          throw new IllegalArgumentException("an execution id is <trace>-<span>");
        }
        yield new ExecutionId(
            TraceId.parse(text.substring(0, 32)), SpanId.parse(text.substring(33)));
      }
      default -> throw new IllegalArgumentException("an execution id is <trace>-<span> or <trace>");
    };
  }

  public boolean provisional() {
    return span == 0;
  }

  @Override
  public String toString() {
    return provisional() ? trace.toString() : trace + "-" + SpanId.format(span);
  }
}
