package dev.metaagent.search.groups;

import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.MetricGroups;
import dev.metaagent.search.query.AgentNames;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.tenancy.TenantTransactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.MultiValueMap;

/// Asks for groups without a server.
public final class GroupsQuestion {

  private final GroupsController controller;

  private GroupsQuestion(GroupsController controller) {
    this.controller = controller;
  }

  /// Over a database without numbers that were counted already: runs are counted.
  public static GroupsQuestion over(DataSource dataSource, ExecutionList list, Clock clock) {
    AgentNames agents = new AgentNames(dataSource);
    return new GroupsQuestion(
        new GroupsController(
            new TenantTransactions(dataSource),
            clock,
            Privacy.standard(new byte[32], new SimpleMeterRegistry()),
            new GroupsReport(list, new RecordedExecutions(dataSource)),
            agents,
            new BucketGroups(
                new DefaultListableBeanFactory().getBeanProvider(MetricGroups.class), agents)));
  }

  public Object ask(MultiValueMap<String, String> given) {
    return controller.groups(given);
  }
}
