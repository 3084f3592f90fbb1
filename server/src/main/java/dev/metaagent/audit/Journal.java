package dev.metaagent.audit;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The append-only journal of the organization in scope. An entry is part of the transaction that
/// makes the change: call {@link #write} inside it, and both are kept or neither.
@Component
public class Journal {

  private static final int STEP = 1_000;

  private final JournalStore store;
  private final TenantTransactions transactions;
  private final Clock clock;
  private final TypedText typed;

  Journal(JournalStore store, TenantTransactions transactions, Clock clock, TypedText typed) {
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
    this.typed = typed;
  }

  /// Appends one change, joining the transaction in progress.
  public void write(Change change) {
    OrganizationId organization = Tenant.current();
    Change kept = change.map(text -> typed.clean(organization, text));
    transactions.write(() -> {
      append(organization, kept);
      return true;
    });
  }

  private void append(OrganizationId organization, Change change) {
    JournalStore.Last last =
        store.lockEnd(organization).orElse(new JournalStore.Last(0, Chain.START));
    long id = last.id() + 1;
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String hash = Chain.hash(last.hash(), organization.toString(), id, at, change);
    store.append(organization, new JournalStore.Row(id, at, change, last.hash(), hash));
  }

  /// Entries below a position, newest first.
  public Page<Entry> newest(@Nullable Long before, int limit) {
    List<Entry> entries =
        transactions
            .read(() -> store.newest(before == null ? Long.MAX_VALUE : before, limit))
            .stream()
            .map(Journal::entry)
            .toList();
    boolean more = entries.size() == limit && entries.getLast().id() > 1;
    return Page.of(entries, more ? Long.toString(entries.getLast().id()) : null);
  }

  /// Verifies the whole hash chain and finds the first broken entry.
  public Verification verify() {
    String organization = Tenant.current().toString();
    return transactions.read(() -> check(organization));
  }

  private Verification check(String organization) {
    long read = 0;
    String previous = Chain.START;
    while (true) {
      List<JournalStore.Row> rows = store.following(read, STEP);
      for (JournalStore.Row row : rows) {
        boolean fits =
            row.id() == read + 1
                && row.previousHash().equals(previous)
                && row.hash()
                    .equals(Chain.hash(previous, organization, row.id(), row.at(), row.change()));
        if (!fits) {
          return new Verification(false, read, row.id(), previous);
        }
        read = row.id();
        previous = row.hash();
      }
      if (rows.size() < STEP) {
        return new Verification(true, read, null, read == 0 ? null : previous);
      }
    }
  }

  private static Entry entry(JournalStore.Row row) {
    return new Entry(
        row.id(),
        row.at(),
        row.change().actor(),
        row.change().action(),
        row.change().subject(),
        row.change().reason(),
        row.change().details(),
        row.previousHash(),
        row.hash());
  }
}
