package dev.metaagent.audit;

import dev.metaagent.database.CommandDatabase;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// `audit verify`: verifies the journals of all organizations in the database itself, without the
/// server, and reports whether each hash chain is intact.
public final class AuditCommand {

  /// Exit codes: all chains are intact, one is broken, the check failed.
  private static final int WHOLE = 0;

  private static final int BROKEN = 1;
  private static final int UNKNOWN = 2;

  private AuditCommand() {}

  /// Whether the first argument of the process asks for this instead of the server.
  public static boolean asked(String[] arguments) {
    return arguments.length > 0 && arguments[0].equals("audit");
  }

  /// Does it and answers the exit code.
  public static int run(
      String[] arguments, Map<String, String> environment, Clock clock, PrintStream out) {
    if (arguments.length > 2 || (arguments.length == 2 && !arguments[1].equals("verify"))) {
      out.println("audit knows one thing to do: audit verify");
      return UNKNOWN;
    }
    try (CommandDatabase database = CommandDatabase.open(environment)) {
      return verify(database.dataSource(), clock, out);
    } catch (IOException | IllegalStateException | DataAccessException | TransactionException e) {
      out.println("The journal cannot be read: " + e.getMessage());
      return UNKNOWN;
    }
  }

  static int verify(DataSource dataSource, Clock clock, PrintStream out) {
    TenantTransactions transactions = new TenantTransactions(dataSource);
    Journal journal =
        new Journal(new JournalStore(dataSource), transactions, clock, (_, text) -> text);
    List<Organization> organizations =
        new Organizations(dataSource, new SystemTransactions(dataSource)).all();
    boolean whole = true;
    for (Organization organization : organizations) {
      Verification result = Tenant.call(organization.id(), journal::verify);
      whole &= result.valid();
      out.println(line(organization, result));
    }
    out.println(
        whole
            ? "Verified: every journal is intact."
            : "A journal was altered: what stands from the broken entry on cannot be trusted.");
    return whole ? WHOLE : BROKEN;
  }

  private static String line(Organization organization, Verification result) {
    String what =
        result.valid()
            ? "whole, last hash " + (result.head() == null ? "none" : result.head())
            : "BROKEN at entry " + result.brokenAt();
    return String.format(
        Locale.ROOT,
        "%s (%s): %,d entries, %s",
        organization.name(),
        organization.id(),
        result.entries(),
        what);
  }
}
