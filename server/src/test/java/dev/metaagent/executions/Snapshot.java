package dev.metaagent.executions;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.executions.content.Compression;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rows of one organization in every table of the catalogue, without what may depend on when
/// and in how many requests its telemetry arrived. Agents are named instead of numbered.
///
/// @param tables the rows of each table as JSON, sorted
public record Snapshot(Map<String, List<String>> tables) {

  private static final String TABLES =
      """
      select c.relname as name, has_table_privilege('metaagent_app', c.oid, 'select') as tenant
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by 1
      """;

  /// Tables that are not compared.
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "recorded_batches", "one row for each commit",
          "agent_metric_dirty", "work that waits; empty when everything is counted",
          "agent_health_realtime", "windows that end now, counted from the buckets",
          "agent_performance_metrics", "counted by a job once in a while, from the executions",
          "agent_changes",
              "what was first seen, also on revisions that were replaced since and before all had"
                  + " come",
          "agent_uses", "what was first seen, as agent_changes",
          "api_keys", "each organization has its own",
          "audit_log", "each organization has its own",
          "action_contents", "packs are what one request held: compared span by span instead");

  /// Columns that are not compared.
  private static final Map<String, Map<String, String>> COLUMNS =
      Map.ofEntries(
          Map.entry(
              "traces",
              Map.of(
                  "first_seen_at", "arrival",
                  "last_seen_at", "arrival",
                  "packs", "one for each request",
                  "settled", "by time")),
          Map.entry("executions", Map.of("arrived_at", "arrival", "late", "arrival")),
          Map.entry("agent_execution_logs", Map.of("pack", "one for each request")),
          Map.entry(
              "action_log_records",
              Map.of("pack", "one for each request", "id", "a hash over pseudonyms")),
          Map.entry(
              "agent_registry",
              Map.of(
                  "first_seen_at", "arrival",
                  "last_seen_at", "arrival",
                  "name", "as first spelled; the normalised name is compared",
                  "began", "whether a part that named it held a step",
                  "framework", "of the newest arrival",
                  "version", "of the newest arrival",
                  "environment", "of the newest arrival")),
          Map.entry(
              "agent_dependencies", Map.of("first_seen_at", "arrival", "last_seen_at", "arrival")),
          Map.entry("agent_metric_buckets", Map.of("late", "arrival")),
          Map.entry(
              "execution_outcomes", Map.of("received_at", "arrival", "content", "a hash of ids")),
          Map.entry("execution_editions", Map.of("content", "a hash over span ids")));

  /// Columns of any table that are not compared.
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "organization_id", "each organization has its own",
          "day", "fixed by the first request that names the trace");

  /// A lexeme of a text search vector as PostgreSQL writes it: quoted, with its positions if it has
  /// some.
  private static final Pattern LEXEME =
      Pattern.compile("'(?:[^'\\\\]|''|\\\\\\\\)*'(?::[0-9A-D,]+)?");

  private static final Pattern LEXEMES = Pattern.compile(LEXEME + "( " + LEXEME + ")*");

  public static Snapshot of(OrganizationId organization) {
    return of(organization, Map.of());
  }

  /// Executions, actions and log records only: what is written with the telemetry, at once.
  public static Snapshot ofTelemetry(OrganizationId organization) {
    Map<String, List<String>> tables = new TreeMap<>(of(organization).tables);
    tables.keySet().retainAll(Set.of("executions", "agent_execution_logs", "action_log_records"));
    return new Snapshot(tables);
  }

  /// All rows of an organization.
  ///
  /// @param names what stands for ids that follow from the organization
  public static Snapshot of(OrganizationId organization, Map<String, String> names) {
    return new Reading(organization, names).snapshot();
  }

  public List<String> rows(String table) {
    return tables.getOrDefault(table, List.of());
  }

  private static final class Reading {

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
    private final TenantTransactions tenants = new TenantTransactions(TestDatabase.dataSource());
    private final SystemTransactions system = new SystemTransactions(TestDatabase.dataSource());
    private final OrganizationId organization;
    private final Map<String, String> names;
    private final Set<String> runsTimedByArrival = new HashSet<>();
    private final Set<String> agentsWithRuns = new HashSet<>();
    private final Set<String> agentsTimedByArrival = new HashSet<>();

    Reading(OrganizationId organization, Map<String, String> names) {
      this.organization = organization;
      this.names = new HashMap<>(names);
      this.names.put(organization.value().toString(), "organization");
    }

    Snapshot snapshot() {
      for (JsonNode agent : all("agent_registry", true)) {
        names.put(agent.get("id").asString(), agent.get("normalized_name").asString());
      }
      for (JsonNode run : all("executions", true)) {
        agentsWithRuns.add(run.get("agent_id").asString());
        if (isTimedByArrival(run)) {
          runsTimedByArrival.add(run(run));
          agentsTimedByArrival.add(run.get("agent_id").asString());
        }
      }
      Map<String, List<String>> tables = new TreeMap<>();
      for (Map<String, Object> table : system.call(() -> jdbc.sql(TABLES).query().listOfRows())) {
        String name = String.valueOf(table.get("name"));
        if (!LEFT_OUT.containsKey(name)) {
          tables.put(name, rows(name, Boolean.TRUE.equals(table.get("tenant"))));
        }
      }
      tables.put("spans of action_contents", contents());
      return new Snapshot(tables);
    }

    /// Whether the time of arrival replaces a time that is missing or not plausible.
    private static boolean isTimedByArrival(JsonNode run) {
      return run.get("implausible").asBoolean()
          || run.get("started_nanos").asLong() == Long.MAX_VALUE;
    }

    private static String run(JsonNode row) {
      return row.get("trace_id").asString() + " " + row.get("span_id").asLong();
    }

    private List<String> rows(String table, boolean tenant) {
      List<String> rows = new ArrayList<>();
      for (JsonNode row : all(table, tenant)) {
        if (compared(table, row)) {
          ObjectNode kept = (ObjectNode) row;
          EVERYWHERE.keySet().forEach(kept::remove);
          COLUMNS.getOrDefault(table, Map.of()).keySet().forEach(kept::remove);
          if (kept.has("span_id")
              && kept.has("trace_id")
              && runsTimedByArrival.contains(run(row))) {
            kept.remove(List.of("started_at", "ended_at"));
          }
          if (table.equals("execution_words")) {
            kept.propertyNames().stream()
                .filter(name -> LEXEMES.matcher(kept.get(name).asString("")).matches())
                .toList()
                .forEach(name -> kept.put(name, lexemes(kept.get(name).asString())));
          }
          rows.add(named(kept.toString()));
        }
      }
      rows.sort(null);
      return rows;
    }

    private boolean compared(String table, JsonNode row) {
      return switch (table) {
        // names that actions had while the beginning of their run was not known, and applications
        // around agents, which are no agents themselves
        case "agent_registry" -> agentsWithRuns.contains(row.get("id").asString());
        // the time of arrival decides about their bucket
        // who takes over is the next run that is known when the handoff is looked at
        case "agent_dependencies" -> !row.get("kind").asString().equals("handoff");
        // hours are counted later
        case "agent_metric_buckets" -> row.get("width").asInt() <= 60 && !timedByArrival(row);
        default -> true;
      };
    }

    private boolean timedByArrival(JsonNode row) {
      return agentsTimedByArrival.contains(row.get("agent_id").asString());
    }

    private List<JsonNode> all(String table, boolean tenant) {
      String sql = "select to_jsonb(t)::text from " + table + " as t where organization_id = :id";
      Supplier<List<String>> read =
          () -> jdbc.sql(sql).param("id", organization.value()).query(String.class).list();
      List<String> rows =
          tenant ? Tenant.call(organization, () -> tenants.read(read)) : system.call(read);
      return rows.stream().map(row -> JsonMapper.shared().readTree(row)).toList();
    }

    /// The lexemes of a text search vector. Pseudonyms are keyed by organization and sorted among
    /// the words by their key: each counts as one of a kind, with its positions.
    private static String lexemes(String vector) {
      return LEXEME
          .matcher(vector)
          .results()
          .map(lexeme -> lexeme.group().replaceFirst("^'k[a-z2-7]{14}'", "'<pseudonym>'"))
          .sorted()
          .collect(Collectors.joining(" "));
    }

    private String named(String text) {
      String named = text.replaceAll(":k[a-z2-7]{14}>", ">");
      for (Map.Entry<String, String> name : names.entrySet()) {
        named = named.replace(name.getKey(), name.getValue());
      }
      return named;
    }

    /// Spans as they are kept, each once.
    private List<String> contents() {
      List<byte[]> packs =
          Tenant.call(
              organization,
              () ->
                  tenants.read(() ->
                      jdbc.sql(
                              "select body from action_contents where organization_id = :id and"
                                  + " signal = 1")
                          .param("id", organization.value())
                          .query(byte[].class)
                          .list()));
      Set<String> spans = new TreeSet<>();
      for (byte[] pack : packs) {
        try {
          TracesData.parseFrom(Compression.decompress(pack)).getResourceSpansList().stream()
              .flatMap(resource -> resource.getScopeSpansList().stream())
              .flatMap(scope -> scope.getSpansList().stream())
              .forEach(span -> spans.add(named(text(span))));
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalStateException(e);
        }
      }
      return List.copyOf(spans);
    }

    private static String text(Span span) {
      return Objects.requireNonNull(Preparation.traceId(span.getTraceId())).value()
          + " "
          + span.getSpanId().asReadOnlyByteBuffer().getLong()
          + " "
          + (span.getParentSpanId().isEmpty()
              ? 0
              : span.getParentSpanId().asReadOnlyByteBuffer().getLong())
          + " "
          + span.toBuilder().clearTraceId().clearSpanId().clearParentSpanId().build();
    }
  }
}
