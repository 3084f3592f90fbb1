package dev.metaagent.executions.attributes;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.database.Jobs;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.privacy.AttributePseudonyms;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The declared attributes of the organization. New runs follow a change at once, stored ones are
/// brought up by a job.
@RestController
@RequestMapping("/api/v1/attributes")
@Tag(name = "Settings")
class AttributesController {

  private static final int MOST = 20;
  private static final int LONGEST_LABEL = 60;
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 500;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:\\-]{0,99}");

  /// A declared key as it is sent.
  @Schema(name = "DeclaredAttributeChange")
  record Item(
      @Schema(example = "customer.id") @Nullable String key,
      @Schema(description = "default: the key", example = "Customer") @Nullable String label,
      @Nullable Boolean pseudonymous) {}

  /// All declared keys from now on.
  @Schema(name = "DeclaredAttributesChange")
  record Wanted(
      @Schema(description = "at most 20") @Nullable List<@Nullable Item> items,
      @Schema(minLength = SHORTEST_REASON, maxLength = LONGEST_REASON) @Nullable String reason) {}

  private final DeclarationStore store;
  private final Organizations organizations;
  private final AttributePseudonyms pseudonyms;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Jobs jobs;
  private final OneTimeTask<AttributeBackfill.Order> task;

  AttributesController(
      DeclarationStore store,
      Organizations organizations,
      AttributePseudonyms pseudonyms,
      TenantTransactions transactions,
      Journal journal,
      Jobs jobs,
      OneTimeTask<AttributeBackfill.Order> attributesTask) {
    this.store = store;
    this.organizations = organizations;
    this.pseudonyms = pseudonyms;
    this.transactions = transactions;
    this.journal = journal;
    this.jobs = jobs;
    this.task = attributesTask;
  }

  @GetMapping
  @Operation(summary = "The attribute keys that runs are filtered and grouped by, through an index")
  @ApiResponse(responseCode = "200")
  Page<DeclaredAttribute> declared() {
    return Page.of(transactions.read(store::all), null);
  }

  @PutMapping
  @Operation(
      summary = "Declare the attribute keys that runs are filtered and grouped by",
      description =
          "Replaces all of them. New runs follow at once, stored runs through a job. Values of a"
              + " pseudonymous key are replaced before they are stored, and in what stored runs are"
              + " filtered by; raw attributes that are already stored are not rewritten.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<DeclaredAttribute> declare(@RequestBody Wanted wanted) {
    List<DeclaredAttribute> declared = items(wanted.items());
    String reason = reason(wanted.reason());
    Principal caller = Caller.current();
    List<DeclaredAttribute> before = transactions.read(store::all);
    Set<String> hashed = keys(declared, true);
    Set<String> plain = keys(before, true);
    plain.removeAll(hashed);
    pseudonyms.change(hashed, plain, reason, caller.name());
    organizations.declareAttributes(
        caller.organization(), declared.stream().map(DeclaredAttribute::key).toList());
    transactions.write(() -> {
      store.write(declared);
      journal.write(
          new Change(
              caller.name(),
              "attributes.declare",
              declared.stream().map(DeclaredAttribute::key).collect(Collectors.joining(", ")),
              reason));
      return declared;
    });
    jobs.scheduleNow(
        task.instance(
            UUID.randomUUID().toString(),
            new AttributeBackfill.Order(caller.organization().toString())));
    return Page.of(declared, null);
  }

  private static Set<String> keys(List<DeclaredAttribute> declared, boolean pseudonymous) {
    return declared.stream()
        .filter(attribute -> attribute.pseudonymous() == pseudonymous)
        .map(DeclaredAttribute::key)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<DeclaredAttribute> items(@Nullable List<@Nullable Item> items) {
    if (items == null || items.size() > MOST) {
      throw MetaAgentException.invalid("items", "is a list of at most " + MOST + " attributes");
    }
    List<DeclaredAttribute> declared = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      DeclaredAttribute attribute = item(items.get(i), "items[" + i + "].");
      if (!seen.add(attribute.key())) {
        throw MetaAgentException.invalid("items[" + i + "].key", "is declared twice");
      }
      declared.add(attribute);
    }
    return declared;
  }

  private static DeclaredAttribute item(@Nullable Item item, String place) {
    String key = item == null ? null : item.key();
    if (item == null || key == null || !KEY.matcher(key).matches()) {
      throw MetaAgentException.invalid(
          place + "key", "is 1 to 100 letters, digits, dots, colons, hyphens or underscores");
    }
    String label = item.label() == null || item.label().isBlank() ? key : item.label().strip();
    if (label.length() > Math.max(LONGEST_LABEL, key.length())
        || label.chars().anyMatch(Character::isISOControl)) {
      throw MetaAgentException.invalid(
          place + "label", "is a text of at most " + LONGEST_LABEL + " characters");
    }
    return new DeclaredAttribute(key, label, Boolean.TRUE.equals(item.pseudonymous()));
  }

  private static String reason(@Nullable String text) {
    String reason = text == null ? "" : text.strip();
    if (reason.length() < SHORTEST_REASON
        || reason.length() > LONGEST_REASON
        || reason.indexOf('\0') >= 0) {
      throw MetaAgentException.invalid(
          "reason", "is a text of %d to %d characters".formatted(SHORTEST_REASON, LONGEST_REASON));
    }
    return reason;
  }
}
