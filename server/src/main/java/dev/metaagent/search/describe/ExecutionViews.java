package dev.metaagent.search.describe;

import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.Totals;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Rows as the API shows them, with their totals, what they were about and what broke in them.
@Component
public class ExecutionViews {

  private final RecordedExecutions executions;
  private final DescriptionStore descriptions;

  @Autowired
  ExecutionViews(RecordedExecutions executions, DescriptionStore descriptions) {
    this.executions = executions;
    this.descriptions = descriptions;
  }

  /// The views of the executions in a database.
  public static ExecutionViews over(DataSource dataSource) {
    return new ExecutionViews(new RecordedExecutions(dataSource), new DescriptionStore(dataSource));
  }

  /// Within the transaction of the caller.
  ///
  /// @param bodies whether the caller may read bodies, of which subjects are a part
  public List<ExecutionView> of(List<ExecutionRow> rows, boolean bodies) {
    return of(rows, new Totals(executions.shares(rows)), bodies);
  }

  /// The same with totals that are known.
  public List<ExecutionView> of(List<ExecutionRow> rows, Totals totals, boolean bodies) {
    Map<ExecutionId, DescriptionStore.Found> found = descriptions.of(rows);
    return rows.stream()
        .map(row -> {
          DescriptionStore.Found known =
              found.getOrDefault(row.id(), DescriptionStore.Found.NOTHING);
          return ExecutionView.of(
              row, totals, bodies ? known.subject() : null, Headline.of(row, known.failedAction()));
        })
        .toList();
  }
}
