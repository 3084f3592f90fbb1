package dev.metaagent.executions.store;

import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.assembly.ExecutionState;
import dev.metaagent.executions.assembly.RecordedState;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/// Appends the events of executions from their current rows, for jobs that change rows in place.
/// Runs in the transaction that changed them.
@Component
public class StoredEvents {

  private final ExecutionStore executions;
  private final ExecutionLog events;
  private final DataSource dataSource;

  StoredEvents(ExecutionStore executions, ExecutionLog events, DataSource dataSource) {
    this.executions = executions;
    this.events = events;
    this.dataSource = dataSource;
  }

  /// Appends an event for each of some executions of a trace.
  public void append(
      OrganizationId organization, LocalDate day, TraceId trace, Collection<Long> spans) {
    Map<Long, ExecutionState> states = load(organization, day, trace);
    List<ExecutionRecorded> stored =
        states.values().stream()
            .filter(state -> spans.contains(state.span))
            .map(state ->
                RecordedState.stored(
                    day,
                    trace,
                    state,
                    state.parentSpan == null ? null : states.get(state.parentSpan)))
            .toList();
    events.append(organization, stored);
  }

  private Map<Long, ExecutionState> load(
      OrganizationId organization, LocalDate day, TraceId trace) {
    try {
      return executions.load(DataSourceUtils.getConnection(dataSource), organization, day, trace);
    } catch (SQLException e) {
      throw new IllegalStateException("executions of a trace could not be read", e);
    }
  }
}
