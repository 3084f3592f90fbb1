package dev.metaagent.measure;

import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.database.Partitions;
import dev.metaagent.events.consumer.ConsumerPass;
import dev.metaagent.executions.Evidence;
import dev.metaagent.executions.EvidenceSource;
import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.executions.ExecutionStatus;
import dev.metaagent.executions.Outcome;
import dev.metaagent.executions.outcomes.OutcomeWriter;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.measure.buckets.BucketStore;
import dev.metaagent.registry.Changes;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.OtherOrganizations;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// One organization with agents and runs as intake would have stored them, and measuring wired to
/// it.
public final class Fleet {

  private static final String RUN =
      """
      insert into executions (organization_id, day, trace_id, span_id, agent_id, name, status, success, started_at,
        ended_at, duration_nanos, arrived_at, late, agent_version, prompt_name, prompt_version, models, environment,
        input_tokens, output_tokens, cost_nano, action_count, step_count, error_type, mapping_version)
      values (:organization, :day, :trace, 1, :agent, 'run', :status, :success, :started, :ended, :duration, :started,
        false, :version, 'main', :prompt, array['small'], 'production', 100, 10, :cost, 3, 2, :error, 1)
      on conflict (organization_id, day, trace_id, span_id) do update set agent_id = excluded.agent_id,
        ended_at = excluded.ended_at, success = excluded.success, status = excluded.status
      """;

  private static final String TRACE =
      """
      insert into traces (organization_id, trace_id, day, first_seen_at, last_seen_at)
      values (:organization, :trace, :day, now(), now())
      """;

  private static final String AGENT =
      """
      insert into agent_registry (organization_id, id, name, normalized_name, first_seen_at, last_seen_at)
      values (:organization, :id, :name, :name, :at, :at)
      """;

  /// A run as a test describes it.
  public record Run(
      TraceId trace,
      LocalDate day,
      AgentId agent,
      Instant endedAt,
      Duration duration,
      @Nullable Boolean success,
      String version,
      String prompt,
      long costNano,
      @Nullable String error) {

    Instant startedAt() {
      return endedAt.minus(duration);
    }

    Run of(AgentId other) {
      return new Run(
          trace, day, other, endedAt, duration, success, version, prompt, costNano, error);
    }

    Run lasting(Duration length) {
      return new Run(trace, day, agent, endedAt, length, success, version, prompt, costNano, error);
    }

    Run endedAt(Instant at) {
      return new Run(trace, day, agent, at, duration, success, version, prompt, costNano, error);
    }
  }

  /// The day of the tests: of late, so that no retention touches it.
  static final LocalDate DAY = today().minusDays(6);

  public final OrganizationId organization = new OrganizationId(UUID.randomUUID());
  public final MovingClock clock;
  final DataSource dataSource = OwnDatabase.dataSource();
  final JdbcClient jdbc = JdbcClient.create(dataSource);
  final TenantTransactions tenants = new TenantTransactions(dataSource);
  final SystemTransactions system = new SystemTransactions(dataSource);
  final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
  private final JsonMapper json = JsonMapper.builder().build();
  private final Partitions partitions;

  Fleet(Instant now, ZoneId zone) {
    this.clock = new MovingClock(now);
    beans.registerSingleton("dataSource", dataSource);
    beans.registerSingleton("clock", clock);
    beans.registerSingleton("json", json);
    beans.registerSingleton(
        "settings", new DatabaseSettings(Path.of("."), null, null, null, null, null, 4, 30, 30));
    beans.registerSingleton("tenants", tenants);
    beans.registerSingleton("system", system);
    beans.registerSingleton("meters", new SimpleMeterRegistry());
    beans.registerSingleton("others", (OtherOrganizations) List::of);
    beans.registerSingleton("events", (ApplicationEventPublisher) event -> {});
    beans.registerResolvableDependency(
        ApplicationEventPublisher.class, (ApplicationEventPublisher) event -> {});
    this.partitions = make(Partitions.class);
    make(Organizations.class).create(organization, "fleet", zone, false);
  }

  public static Fleet at(String time) {
    return new Fleet(on(DAY, time), ZoneOffset.UTC);
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /// A time of day in UTC.
  static Instant on(LocalDate day, String time) {
    return day.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
  }

  /// A component, with everything it needs.
  public <T> T make(Class<T> type) {
    String name = type.getName();
    if (!beans.containsBeanDefinition(name)) {
      var definition = new org.springframework.beans.factory.support.RootBeanDefinition(type);
      definition.setAutowireMode(
          org.springframework.beans.factory.support.AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
      beans.registerBeanDefinition(name, definition);
      for (var constructor : type.getDeclaredConstructors()) {
        for (Class<?> needed : constructor.getParameterTypes()) {
          if (needed.getName().startsWith("dev.metaagent")
              && beans.getBeanNamesForType(needed).length == 0) {
            make(needed);
          }
        }
      }
    }
    return beans.getBean(type);
  }

  MeasureConsumer measuring() {
    make(Changes.class);
    make(ExecutionLog.class);
    return make(MeasureConsumer.class);
  }

  /// Reports an outcome of a run.
  void outcome(Run run, boolean success) {
    Instant now = clock.instant();
    Evidence evidence =
        new Evidence(
            run.trace().toString(),
            "reply",
            success,
            EvidenceSource.OUTCOME,
            1.0,
            null,
            null,
            null,
            now,
            now);
    Tenant.run(
        organization,
        () -> {
          tenants.write(() ->
              jdbc.sql(TRACE)
                  .param("organization", organization.value())
                  .param("trace", run.trace().value())
                  .param("day", run.day())
                  .update());
          make(ExecutionLog.class);
          make(OutcomeWriter.class).take(List.of(new Outcome(evidence, run.trace(), 1, null)));
        });
  }

  <T> T inTenant(Supplier<T> work) {
    return Tenant.call(organization, () -> tenants.read(work));
  }

  public AgentId agent(String name) {
    AgentId id = new AgentId(UUID.randomUUID());
    Tenant.call(
        organization,
        () ->
            tenants.write(() ->
                jdbc.sql(AGENT)
                    .param("organization", organization.value())
                    .param("id", id.value())
                    .param("name", name)
                    .param("at", BucketStore.utc(clock.instant()))
                    .update()));
    return id;
  }

  public Run run(AgentId agent, Instant endedAt, @Nullable Boolean success) {
    Duration duration = Duration.ofMillis(400);
    return new Run(
        new TraceId(UUID.randomUUID()),
        LocalDate.ofInstant(endedAt.minus(duration), ZoneOffset.UTC),
        agent,
        endedAt,
        duration,
        success,
        "1.0",
        "v1",
        1_000_000,
        Boolean.FALSE.equals(success) ? "timeout" : null);
  }

  void store(Run run) {
    partitions.ensure(run.day());
    Tenant.call(
        organization,
        () ->
            tenants.write(() ->
                jdbc.sql(RUN)
                    .param("organization", organization.value())
                    .param("day", run.day())
                    .param("trace", run.trace().value())
                    .param("agent", run.agent().value())
                    .param("status", run.success() == null ? 0 : run.success() ? 1 : 2)
                    .param("success", run.success())
                    .param("started", BucketStore.utc(run.startedAt()))
                    .param("ended", BucketStore.utc(run.endedAt()))
                    .param("duration", run.duration().toNanos())
                    .param("version", run.version())
                    .param("prompt", run.prompt())
                    .param("cost", run.costNano())
                    .param("error", run.error())
                    .update()));
  }

  /// Says on which side of an experiment a stored run was.
  void putIntoArm(Run run, String arm) {
    Tenant.call(
        organization,
        () ->
            tenants.write(() ->
                jdbc.sql("update executions set arm = :arm where trace_id = :trace")
                    .param("arm", arm)
                    .param("trace", run.trace().value())
                    .update()));
  }

  /// The facts that intake would publish of a run.
  ExecutionRecorded facts(Run run, @Nullable Run before) {
    ExecutionRecorded.Failure error =
        run.error() == null ? null : new ExecutionRecorded.Failure(run.error(), null);
    return new ExecutionRecorded(
        new ExecutionRecorded.Identity(
            new ExecutionId(run.trace(), 1), run.agent(), null, null, null),
        new ExecutionRecorded.When(
            run.day(), run.startedAt(), run.endedAt(), run.duration().toNanos()),
        new ExecutionRecorded.Result(
            status(run.success()), run.success(), EvidenceSource.STATUS, null, null, error),
        new ExecutionRecorded.Usage(100L, 10L, null, null, null, run.costNano(), 0, 3),
        new ExecutionRecorded.Dimensions(
            run.version(),
            "main",
            run.prompt(),
            List.of("small"),
            "production",
            null,
            null,
            null,
            List.of(),
            null),
        before == null
            ? null
            : new ExecutionRecorded.Before(
                before.agent(), before.endedAt(), status(before.success()), before.success()),
        null);
  }

  private static ExecutionStatus status(@Nullable Boolean success) {
    if (success == null) {
      return ExecutionStatus.UNKNOWN;
    }
    return success ? ExecutionStatus.OK : ExecutionStatus.ERROR;
  }

  void publish(List<ExecutionRecorded> facts) {
    publishJson(json(facts));
  }

  String json(List<ExecutionRecorded> facts) {
    return json.writeValueAsString(facts);
  }

  /// Appends events to the log as they are stored.
  void publishJson(String events) {
    Tenant.call(
        organization,
        () ->
            tenants.write(() ->
                jdbc.sql(
                        "insert into recorded_batches (organization_id, recorded_at, version,"
                            + " payload) values (:organization, :at, 2, :payload)")
                    .param("organization", organization.value())
                    .param("at", BucketStore.utc(clock.instant()))
                    .param("payload", events)
                    .update()));
  }

  /// Stores and publishes runs in one batch.
  public void record(Run... runs) {
    List.of(runs).forEach(this::store);
    publish(List.of(runs).stream().map(run -> facts(run, null)).toList());
  }

  /// Looks at windows that moved although nothing happened.
  public void age() {
    measuring().age();
  }

  /// Hands the next entries of the log to measuring; answers how many.
  int follow() {
    return make(ConsumerPass.class).next(measuring()).entries();
  }

  /// Measures until nothing is left to do.
  public void settle() {
    MeasureConsumer measuring = measuring();
    while (follow() > 0) {
      // the next portion
    }
    int quiet = 0;
    while (quiet < 3) {
      clock.advance(Duration.ofSeconds(11));
      quiet = measuring.catchUp() ? 0 : quiet + 1;
    }
  }
}
