package dev.metaagent.executions;

import dev.metaagent.events.EventLog;
import dev.metaagent.events.LogEntry;
import dev.metaagent.kernel.OrganizationId;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The events of executions in the event log: one entry for each transaction that recorded some.
@Component
public class ExecutionLog {

  private static final String TYPE = "executions";
  private static final TypeReference<List<ExecutionRecorded>> EVENTS = new TypeReference<>() {};
  private static final TypeReference<List<ExecutionRecordedV1>> FLAT = new TypeReference<>() {};

  private final EventLog log;
  private final JsonMapper json;

  ExecutionLog(EventLog log, JsonMapper json) {
    this.log = log;
    this.json = json;
  }

  /// Appends events in the transaction that recorded the executions.
  public void append(OrganizationId organization, List<ExecutionRecorded> events) {
    if (!events.isEmpty()) {
      log.append(organization, TYPE, ExecutionRecorded.VERSION, json.writeValueAsString(events));
    }
  }

  /// The executions that an entry of the log is about; none for an entry of another type.
  ///
  /// @throws IllegalStateException for a version that is newer than this server
  public List<ExecutionRecorded> executions(LogEntry entry) {
    if (!entry.type().equals(TYPE)) {
      return List.of();
    }
    if (entry.version() > ExecutionRecorded.VERSION) {
      throw new IllegalStateException("executions of version " + entry.version());
    }
    return entry.version() == 1
        ? flat(entry).map(ExecutionRecordedV1::event).toList()
        : json.readValue(entry.payload(), EVENTS);
  }

  private Stream<ExecutionRecordedV1> flat(LogEntry entry) {
    return json.readValue(entry.payload(), FLAT).stream();
  }
}
