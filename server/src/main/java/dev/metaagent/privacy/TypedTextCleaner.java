package dev.metaagent.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.ServerSecret;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.OrganizationId;
import org.springframework.stereotype.Component;

/// Cleans typed texts by the standard policy with the key of the organization, so that a value has
/// the same pseudonym as in telemetry. Asks no database: the journal is written inside
/// transactions, also that of a change of the policy.
@Component
class TypedTextCleaner implements TypedText {

  private final ServerSecret secret;
  private final Cache<OrganizationId, PrivacyPolicy> policies =
      Caffeine.newBuilder().maximumSize(1_000).build();

  TypedTextCleaner(ServerSecret secret) {
    this.secret = secret;
  }

  @Override
  public String clean(OrganizationId organization, String text) {
    PrivacyPolicy policy =
        policies.get(
            organization,
            one -> PrivacyPolicy.standard(secret.derive(PrivacyPolicies.PURPOSE, one)));
    return new TextCleaner(policy, null).clean(text, 0);
  }
}
