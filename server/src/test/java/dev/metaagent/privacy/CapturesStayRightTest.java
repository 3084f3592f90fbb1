package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.Message;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.Captures.Capture;
import dev.metaagent.testing.Captures.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Over telemetry of real frameworks: what must go is gone, and nothing else changes.
class CapturesStayRightTest {

  /// All that was replaced, with what stands there now.
  private final Map<String, Set<String>> replaced = new TreeMap<>();

  private final List<String> otherChanges = new ArrayList<>();

  @Test
  void onlyPersonalDataIsReplacedAndNoneOfItIsLeft() throws UndecodableException {
    List<Capture> captures = Captures.all();
    assumeThat(captures).as("the recorded telemetry is beside the repository").isNotEmpty();
    List<String> left = new ArrayList<>();
    for (Capture capture : captures) {
      for (Request request : capture.requests()) {
        Sanitizer sanitizer = new Sanitizer(Texts.POLICY, null);
        Message before =
            request.isLogs()
                ? OtlpDecoder.logs(request.type(), request.body())
                : OtlpDecoder.traces(request.type(), request.body());
        Message after =
            request.isLogs()
                ? sanitizer.logs(OtlpDecoder.logs(request.type(), request.body()))
                : sanitizer.traces(OtlpDecoder.traces(request.type(), request.body()));
        compare(String.valueOf(capture), before, after);
        String stored = after.toString();
        for (JsonNode value : capture.expectedRun().path("personalData")) {
          if (stored.contains(value.asString())) {
            left.add(capture + ": " + value.asString());
          }
        }
      }
    }
    replaced.forEach((now, were) -> System.out.println(now + " <- " + were));

    assertThat(left).isEmpty();
    assertThat(otherChanges).isEmpty();
    Set<String> all = new TreeSet<>();
    replaced.values().forEach(all::addAll);
    assertThat(all).allMatch(PERSONAL::contains);
  }

  @Test
  void nothingIsReplacedInTelemetryOfClientsThatHoldsNoPersonalData() throws IOException {
    Path folder =
        Captures.sharedData().map(data -> data.resolve("clients")).orElse(Path.of("absent"));
    assumeThat(folder).as("telemetry of clients is beside the repository").isDirectory();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).toList();
    }
    for (Path file : files) {
      assertThat(Texts.values(Files.readString(file))).as(file.toString()).isEmpty();
    }
  }

  private static final Set<String> PERSONAL =
      Set.of("jane.doe@acme.example", "+49 30 5550123", "4111 1111 1111 1111");

  /// Compares both messages: only strings may differ, and those only by pseudonyms.
  private void compare(String where, Message before, Message after) {
    assertThat(after.getAllFields().keySet()).isEqualTo(before.getAllFields().keySet());
    before
        .getAllFields()
        .forEach((field, value) -> {
          Object other = after.getField(field);
          List<?> values = field.isRepeated() ? (List<?>) value : List.of(value);
          List<?> others = field.isRepeated() ? (List<?>) other : List.of(other);
          assertThat(others).hasSameSizeAs(values);
          for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof Message message) {
              compare(where + "/" + field.getName(), message, (Message) others.get(i));
            } else if (!values.get(i).equals(others.get(i))) {
              changed(where + "/" + field.getName(), values.get(i), others.get(i));
            }
          }
        });
  }

  private void changed(String where, Object before, Object after) {
    if (!(before instanceof String was)
        || (!where.endsWith("string_value") && !where.endsWith("message"))) {
      otherChanges.add(where + ": " + before + " -> " + after);
      return;
    }
    Map<String, String> now = new LinkedHashMap<>();
    String rebuilt = was;
    for (TextCleaner.Found found : Texts.found(was)) {
      String value = was.substring(found.start(), found.end());
      now.put(value, found.replacement());
    }
    for (Map.Entry<String, String> one : now.entrySet()) {
      rebuilt = rebuilt.replace(one.getKey(), one.getValue());
      replaced.computeIfAbsent(one.getValue(), _ -> new TreeSet<>()).add(one.getKey());
    }
    if (!rebuilt.equals(after)) {
      otherChanges.add(where + ": " + before + " -> " + after);
    }
  }
}
