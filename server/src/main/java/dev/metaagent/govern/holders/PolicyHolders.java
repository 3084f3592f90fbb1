package dev.metaagent.govern.holders;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.database.PeriodicWork;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Which process holds which version of a policy, as their requests tell; written every three
/// seconds, and kept for seven days.
@Component
public class PolicyHolders implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(PolicyHolders.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration KEPT = Duration.ofDays(7);

  /// Processes that wait to be written; further ones are noted when they ask the next time.
  private static final int MOST_WAITING = 100_000;

  private static final int MOST_ITEMS = 1_000;
  private static final int USUAL_ITEMS = 100;
  private static final Pattern SDK = Pattern.compile("[A-Za-z0-9._+/-]{1,100}");
  private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

  /// A process that holds a policy.
  ///
  /// @param instance the id that it gave itself
  /// @param sdk its language and version
  /// @param current whether there is no newer version
  /// @param refused runs that it refused because of a stop since it started
  /// @param seenAt when it asked last
  /// @param connected whether it has a stream open, on any node
  /// @param lastSeenAt when it asked last or had a stream open
  @Schema(name = "PolicyHolder")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Holder(
      String instance,
      String sdk,
      long version,
      boolean current,
      long refused,
      Instant seenAt,
      boolean connected,
      Instant lastSeenAt) {}

  /// A process and the policy that it holds.
  public record Held(AgentId agent, Holder holder) {}

  private record HoldingProcess(OrganizationId organization, AgentId agent, UUID instance) {}

  private final HolderStore store;
  private final OpenStreams streams;
  private final TenantTransactions transactions;
  private final Clock clock;
  private final Map<HoldingProcess, HolderStore.Row> noted = new ConcurrentHashMap<>();
  private final PeriodicWork writing;

  PolicyHolders(
      HolderStore store, OpenStreams streams, TenantTransactions transactions, Clock clock) {
    this.store = store;
    this.streams = streams;
    this.transactions = transactions;
    this.clock = clock;
    this.writing = new PeriodicWork("policy-holders", EVERY, this::flush);
  }

  /// Notes that whoever sent the request holds a version now.
  ///
  /// @param id null: an agent that was not seen yet, of which nothing is noted
  public void note(@Nullable AgentId id, long version, HttpServletRequest request) {
    UUID instance = instance(request);
    if (id == null || instance == null) {
      return;
    }
    HoldingProcess process = new HoldingProcess(Tenant.current(), id, instance);
    if (noted.size() < MOST_WAITING || noted.containsKey(process)) {
      noted.put(
          process,
          new HolderStore.Row(
              id,
              instance,
              sdk(request.getHeader("MetaAgent-Sdk")),
              version,
              count(request.getHeader("MetaAgent-Refused")),
              clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
  }

  /// The process that sent a request, as it names itself; null where it does not.
  public static @Nullable UUID instance(HttpServletRequest request) {
    return uuid(request.getHeader("MetaAgent-Instance"));
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String sdk(@Nullable String text) {
    return text != null && SDK.matcher(text).matches() ? text : "unknown";
  }

  private static long count(@Nullable String text) {
    return text != null && COUNT.matcher(text).matches() ? Long.parseLong(text) : 0;
  }

  /// Writes what was noted; what cannot be written is tried again the next time.
  void flush() {
    Map<OrganizationId, Map<HoldingProcess, HolderStore.Row>> taken = new HashMap<>();
    noted.forEach((process, row) ->
        taken.computeIfAbsent(process.organization(), _ -> new HashMap<>()).put(process, row));
    taken.forEach((organization, rows) -> {
      try {
        Tenant.run(organization, () -> write(rows.values().stream().toList()));
        rows.forEach(noted::remove);
      } catch (RuntimeException e) {
        log.debug("holders of policies could not be written", e);
      }
    });
  }

  private void write(List<HolderStore.Row> rows) {
    List<HolderStore.Row> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.comparing((HolderStore.Row row) -> row.agent().value())
            .thenComparing(HolderStore.Row::instance));
    transactions.write(() -> {
      store.write(sorted);
      return true;
    });
  }

  /// Holders of policies of the organization in scope, in the order of agents and processes.
  ///
  /// @param agent of the policy of this agent; null: of all
  /// @param connected whether a stream must be open; null: both
  /// @param versions the newest version of the policy of an agent
  public Page<Held> list(
      @Nullable AgentId agent,
      @Nullable Boolean connected,
      @Nullable String cursor,
      @Nullable Integer limit,
      ToLongFunction<AgentId> versions) {
    int most = limit == null ? USUAL_ITEMS : limit;
    if (most < 1 || most > MOST_ITEMS) {
      throw MetaAgentException.invalid("limit", "1 to " + MOST_ITEMS);
    }
    HolderStore.Wanted wanted =
        new HolderStore.Wanted(agent, connected, cursor == null ? null : place(cursor), most + 1);
    List<HolderStore.Found> rows = transactions.read(() -> store.page(wanted));
    List<Held> items =
        rows.stream()
            .limit(most)
            .map(found -> held(found, versions.applyAsLong(found.row().agent())))
            .toList();
    return Page.of(items, rows.size() > most ? cursor(rows.get(most - 1).row()) : null);
  }

  private static Held held(HolderStore.Found found, long version) {
    HolderStore.Row row = found.row();
    return new Held(
        row.agent(),
        new Holder(
            row.instance().toString(),
            row.sdk(),
            row.version(),
            row.version() == version,
            row.refused(),
            row.seenAt(),
            found.connected(),
            found.lastSeenAt()));
  }

  private static String cursor(HolderStore.Row row) {
    return row.agent() + "." + row.instance();
  }

  private static HolderStore.Place place(String cursor) {
    int dot = cursor.indexOf('.');
    UUID agent = uuid(dot < 0 ? null : cursor.substring(0, dot));
    UUID instance = uuid(cursor.substring(dot + 1));
    if (agent == null || instance == null) {
      throw MetaAgentException.invalid("cursor", "the nextCursor of a page");
    }
    return new HolderStore.Place(new AgentId(agent), instance);
  }

  /// Removes those of the organization in scope that were not seen for long.
  public void removeOld() {
    streams.removeLost();
    transactions.write(() -> store.removeBefore(clock.instant().minus(KEPT)));
  }

  @Override
  public void destroy() {
    writing.close();
  }
}
