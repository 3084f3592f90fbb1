package dev.metaagent.executions.assembly;

import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.executions.IncomingTrace;
import org.jspecify.annotations.Nullable;

/// The instrumentation scope of model calls, as a hash that is never 0. Two calls of one scope are
/// different calls; only another instrumentation can report the same call again.
public final class CallScope {

  /// Several scopes, or one that is not known.
  public static final long SEVERAL = 0;

  private CallScope() {}

  /// The scope of a model call, null for any other action; several where a call beside it in the
  /// same scope may report its tokens too.
  public static @Nullable Long of(MappedSpan span) {
    if (span.kind() != ActionKind.LLM) {
      return null;
    }
    return span.tally().repeatsInTurn() ? SEVERAL : hash(span.scope());
  }

  /// The one scope of all model calls of a part of a trace, null where it has none.
  public static @Nullable Long ofAll(IncomingTrace trace) {
    Long only = null;
    for (IncomingTrace.Span span : trace.spans()) {
      Long scope = of(span.span().mapped());
      if (scope != null && only != null && (!scope.equals(only) || scope == SEVERAL)) {
        return SEVERAL;
      }
      only = scope == null ? only : scope;
    }
    return only;
  }

  private static long hash(String scope) {
    return Integer.toUnsignedLong(scope.hashCode()) | 1L << 40;
  }
}
