package dev.metaagent.privacy;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The choices of an organization; absent fields are kept.
///
/// @param classes treatments by the id of a class
/// @param nameKeys names of fields whose values are names of people
/// @param attributes what happens to whole attributes
/// @param patterns further patterns to search for
@Schema(name = "PrivacyChoices")
record PolicyChoices(
    @Nullable Map<String, String> classes,
    @Nullable List<String> nameKeys,
    @Nullable List<OfAttribute> attributes,
    @Nullable List<OfPattern> patterns) {

  static final PolicyChoices NONE = new PolicyChoices(null, null, null, null);

  /// What happens to attributes of a key.
  ///
  /// @param key `*` in it stands for anything
  @Schema(name = "PrivacyAttribute")
  record OfAttribute(
      @Schema(example = "app.customer.*") @Nullable String key,
      @Schema(allowableValues = {"redact", "hash", "drop", "keep"}) @Nullable String action) {}

  /// A pattern (RE2) and what happens to what it finds.
  @Schema(name = "PrivacyPattern")
  record OfPattern(
      @Schema(example = "customer_number") @Nullable String id,
      @Schema(example = "Customer numbers") @Nullable String name,
      @Schema(example = "C-[0-9]{6}") @Nullable String pattern,
      @Schema(allowableValues = {"redact", "hash", "drop", "keep"}) @Nullable String action) {}

  /// These, and what is left out here as it is there.
  PolicyChoices over(PolicyChoices before) {
    Map<String, String> merged = new TreeMap<>(before.classes == null ? Map.of() : before.classes);
    merged.putAll(classes == null ? new HashMap<>() : classes);
    return new PolicyChoices(
        merged,
        nameKeys == null ? before.nameKeys : nameKeys,
        attributes == null ? before.attributes : attributes,
        patterns == null ? before.patterns : patterns);
  }
}
