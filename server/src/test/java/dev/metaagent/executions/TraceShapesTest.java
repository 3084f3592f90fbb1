package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import dev.metaagent.conventions.ActionKind;
import dev.metaagent.conventions.MappedSpan;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.executions.assembly.Assembly;
import dev.metaagent.executions.assembly.CallScope;
import dev.metaagent.executions.assembly.DuplicateCallDetector;
import dev.metaagent.executions.assembly.StoredAction;
import dev.metaagent.executions.assembly.WorkLimit;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.TraceId;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The work of an assembly is proportional to the spans of the trace, whatever their shape: 20,000
/// spans take a fraction of a second, and minutes where a step is quadratic.
class TraceShapesTest {

  private static final int SPANS = 20_000;
  private static final long START = 1_790_000_000_000_000_000L;

  enum Shape {
    UNKNOWN_SPANS_WITHOUT_A_PARENT {
      @Override
      Span.Builder span(int number) {
        return plain(number, 0).setName("work");
      }
    },
    REQUESTS_WITHOUT_A_PARENT {
      @Override
      Span.Builder span(int number) {
        return plain(number, 0).setName("POST /ask").setKind(Span.SpanKind.SPAN_KIND_SERVER);
      }
    },
    NESTED_AGENTS {
      @Override
      Span.Builder span(int number) {
        return of(plain(number, number - 1), "invoke_agent", "agent " + number);
      }
    },
    NESTED_AGENTS_ROOT_LAST {
      @Override
      Span.Builder span(int number) {
        int parent = number == SPANS ? 0 : number + 1;
        return of(plain(number, parent), "invoke_agent", "agent " + number);
      }
    },
    MANY_AGENTS_BELOW_ONE_REQUEST {
      @Override
      Span.Builder span(int number) {
        return number == 1
            ? plain(1, 0).setName("POST /ask").setKind(Span.SpanKind.SPAN_KIND_SERVER)
            : of(plain(number, 1), "invoke_agent", "agent " + number);
      }
    },
    DEEP_CHAIN_OF_STEPS {
      @Override
      Span.Builder span(int number) {
        return of(plain(number, number - 1), "agent_step", null);
      }
    },
    WIDE_FAN_OF_TOOLS {
      @Override
      Span.Builder span(int number) {
        return of(plain(number, number == 1 ? 0 : 1), "execute_tool", null);
      }
    },
    TOOLS_BELOW_A_DEEP_CHAIN {
      @Override
      Span.Builder span(int number) {
        return number <= SPANS / 2
            ? of(plain(number, number - 1), "agent_step", null)
            : of(plain(number, SPANS / 2), "execute_tool", null);
      }
    },
    MODEL_CALLS_INSIDE_EACH_OTHER_AROUND_MANY {
      @Override
      Span.Builder span(int number) {
        return of(plain(number, Math.min(number - 1, SPANS / 2)), "chat", null);
      }
    },
    OVERLAPPING_MODEL_CALLS_OF_ONE_INSTRUMENTATION {
      @Override
      Span.Builder span(int number) {
        return of(overlapping(number), "chat", null);
      }
    },
    OVERLAPPING_MODEL_CALLS_OF_TWO_INSTRUMENTATIONS {
      @Override
      Span.Builder span(int number) {
        return of(overlapping(number), "chat", null)
            .addAttributes(text("gen_ai.request.model", "model " + number));
      }

      @Override
      String scope(int number) {
        return number % 2 == 0 ? "one" : "two";
      }
    },
    A_RING {
      @Override
      Span.Builder span(int number) {
        return of(plain(number, number == 1 ? SPANS : number - 1), "agent_step", null);
      }
    },
    A_PARENT_THAT_NEVER_COMES {
      @Override
      Span.Builder span(int number) {
        return of(plain(number, 99_999_999), "execute_tool", null);
      }
    };

    abstract Span.Builder span(int number);

    String scope(int number) {
      return "one";
    }
  }

  private final Map<String, AgentId> agents = new HashMap<>();

  @ParameterizedTest
  @EnumSource
  void twentyThousandSpansAreAssembledAtOnce(Shape shape) {
    IncomingTrace trace = trace(shape);

    Assembly assembly =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> Assembly.whole(trace, this::agentNamed, WorkLimit.NONE));

    assertThat(assembly.executions().values().stream().mapToInt(state -> state.actions).sum())
        .isLessThanOrEqualTo(SPANS);
  }

  @Test
  void newModelCallsAreComparedAtOnceWithTheManyStoredOnesThatOverlapThem() {
    Map<Long, PreparedSpan> fresh = new HashMap<>();
    Map<Long, StoredAction> stored = new HashMap<>();
    for (int number = 1; number <= 2 * SPANS; number++) {
      PreparedSpan span = prepared(Shape.OVERLAPPING_MODEL_CALLS_OF_ONE_INSTRUMENTATION, number);
      if (number % 2 == 0) {
        fresh.put(span.id(), span);
      } else {
        stored.put(span.id(), stored(span.mapped()));
      }
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> DuplicateCallDetector.mayMeet(fresh, stored));
  }

  private static StoredAction stored(MappedSpan span) {
    return new StoredAction(
        span.spanId(),
        span.parentSpanId(),
        1,
        false,
        ActionKind.LLM,
        span.startNanos() / 1_000,
        span.endNanos() / 1_000,
        CallScope.SEVERAL);
  }

  private AgentId agentNamed(String name) {
    return agents.computeIfAbsent(
        name,
        unseen -> new AgentId(UUID.nameUUIDFromBytes(unseen.getBytes(StandardCharsets.UTF_8))));
  }

  private static IncomingTrace trace(Shape shape) {
    List<IncomingTrace.Span> spans = new ArrayList<>();
    for (int number = 1; number <= SPANS; number++) {
      spans.add(new IncomingTrace.Span(prepared(shape, number), 0));
    }
    return new IncomingTrace(
        new TraceId(new UUID(1, 1)), LocalDate.of(2026, 9, 21), spans, List.of(), List.of());
  }

  private static PreparedSpan prepared(Shape shape, int number) {
    SpanMapping mapping =
        SpanMapping.of(
            Resource.getDefaultInstance(),
            InstrumentationScope.newBuilder().setName(shape.scope(number)).build());
    return new PreparedSpan(mapping.map(shape.span(number).build()), null, null);
  }

  private static Span.Builder plain(int number, int parent) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(
                ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}))
            .setSpanId(id(number))
            .setName("span " + number)
            .setStartTimeUnixNano(START + number)
            .setEndTimeUnixNano(START + number + 1_000);
    return parent == 0 ? span : span.setParentSpanId(id(parent));
  }

  /// Every second one begins early, ends late and holds the time of the one after it in part.
  private static Span.Builder overlapping(int number) {
    return plain(number, 1)
        .setParentSpanId(id(50_000_000))
        .setStartTimeUnixNano(START + number * 1_000L)
        .setEndTimeUnixNano(START + 1_000_000_000L + number * 1_000L);
  }

  private static Span.Builder of(Span.Builder span, String operation, @Nullable String agent) {
    span.addAttributes(text("gen_ai.operation.name", operation));
    return agent == null ? span : span.addAttributes(text("gen_ai.agent.name", agent));
  }

  private static ByteString id(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).flip());
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }
}
