package dev.metaagent.executions.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.testing.RandomMessages;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Visits the descriptors of OTLP, so that a string field which a later version adds is found too.
 */
class StorableOtlpTest {

  private static final ExportTraceServiceRequest TRACES =
      ExportTraceServiceRequest.getDefaultInstance();
  private static final ExportLogsServiceRequest LOGS =
      ExportLogsServiceRequest.getDefaultInstance();

  /** How often one type may stand inside itself on a path. */
  private static final int NESTED = 3;

  @Test
  void nulInAnyStringFieldIsReplacedAndNothingElseChanges() {
    for (Message prototype : List.of(TRACES, LOGS)) {
      List<List<FieldDescriptor>> paths = paths(prototype.getDescriptorForType());
      assertThat(paths).hasSizeGreaterThan(50);
      for (List<FieldDescriptor> path : paths) {
        assertThat(cleaned(filled(prototype, path, "a\0b")))
            .as(path.toString())
            .isEqualTo(filled(prototype, path, "a\uFFFDb"));
      }
    }
  }

  @Test
  void whatCanBeStoredIsGivenBackAsItIs() {
    for (Message prototype : List.of(TRACES, LOGS)) {
      for (List<FieldDescriptor> path : paths(prototype.getDescriptorForType())) {
        Message message = filled(prototype, path, "Zürich \uD83D\uDE00");
        assertThat(cleaned(message)).isSameAs(message);
      }
    }
  }

  @Test
  void noRandomMessageKeepsANul() {
    for (int seed = 0; seed < 2_000; seed++) {
      RandomMessages random = new RandomMessages(seed);
      for (Message prototype : List.of(TRACES, LOGS)) {
        assertThat(texts(cleaned(random.like(prototype, 9))))
            .as("seed " + seed)
            .allMatch(StorableText::is);
      }
    }
  }

  private static List<String> texts(Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case List<?> list -> list.stream().flatMap(each -> texts(each).stream()).toList();
      case Message message -> texts(List.copyOf(message.getAllFields().values()));
      default -> List.of();
    };
  }

  private static Message cleaned(Message message) {
    return switch (message) {
      case ExportTraceServiceRequest traces -> StorableOtlp.of(traces);
      case ExportLogsServiceRequest logs -> StorableOtlp.of(logs);
      default -> throw new AssertionError(message.getDescriptorForType());
    };
  }

  private static List<List<FieldDescriptor>> paths(Descriptor type) {
    List<List<FieldDescriptor>> paths = new ArrayList<>();
    collect(type, new ArrayDeque<>(), paths);
    return paths;
  }

  private static void collect(
      Descriptor type, Deque<FieldDescriptor> above, List<List<FieldDescriptor>> into) {
    for (FieldDescriptor field : type.getFields()) {
      above.addLast(field);
      if (field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        into.add(List.copyOf(above));
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && Collections.frequency(above, field) < NESTED) {
        collect(field.getMessageType(), above, into);
      }
      above.removeLast();
    }
  }

  private static Message filled(Message prototype, List<FieldDescriptor> path, String text) {
    Message.Builder message = prototype.newBuilderForType();
    FieldDescriptor field = path.getFirst();
    Object value =
        path.size() == 1
            ? text
            : filled(message.newBuilderForField(field).build(), path.subList(1, path.size()), text);
    return (field.isRepeated()
            ? message.addRepeatedField(field, value)
            : message.setField(field, value))
        .build();
  }
}
