package dev.metaagent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Metadata whose values are pseudonyms: rules of the privacy policy for their keys, whatever a
/// framework puts before them.
@Component
public class AttributePseudonyms {

  private static final String HASH = "hash";

  private final PrivacyPolicies policies;

  AttributePseudonyms(PrivacyPolicies policies) {
    this.policies = policies;
  }

  /// Makes the values of some keys pseudonyms from now on, and those of others no longer.
  public void change(Set<String> add, Set<String> remove, String reason, String actor) {
    List<PolicyChoices.OfAttribute> before =
        Objects.requireNonNullElse(
            policies.current().choices().attributes(), List.<PolicyChoices.OfAttribute>of());
    List<PolicyChoices.OfAttribute> rules = new ArrayList<>();
    Stream.concat(add.stream(), remove.stream())
        .flatMap(AttributePseudonyms::forms)
        .forEach(form -> rules.add(new PolicyChoices.OfAttribute(form, HASH)));
    List<PolicyChoices.OfAttribute> rest =
        before.stream().filter(rule -> !rules.contains(rule)).toList();
    List<PolicyChoices.OfAttribute> after = new ArrayList<>();
    add.stream()
        .flatMap(AttributePseudonyms::forms)
        .forEach(form -> after.add(new PolicyChoices.OfAttribute(form, HASH)));
    after.addAll(rest);
    if (!after.equals(before)) {
      policies.change(new PolicyChoices(null, null, after, null), reason, actor);
    }
  }

  private static Stream<String> forms(String key) {
    return Stream.of(key, "*." + key);
  }
}
