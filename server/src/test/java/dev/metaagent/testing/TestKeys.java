package dev.metaagent.testing;

import dev.metaagent.access.ApiKeys;
import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import java.time.ZoneOffset;
import java.util.UUID;

/// Organizations and keys for tests against a {@link TestServer}.
public final class TestKeys {

  private TestKeys() {}

  /// A fresh organization.
  public static OrganizationId organization(TestServer server) {
    OrganizationId organization = new OrganizationId(UUID.randomUUID());
    server.bean(Organizations.class).create(organization, "test", ZoneOffset.UTC, false);
    return organization;
  }

  /// A key of the organization, as its holder sends it.
  public static String key(TestServer server, OrganizationId organization, KeyScope scope) {
    return Tenant.call(
        organization, () -> server.bean(ApiKeys.class).issue("test", scope, null, "test").key());
  }
}
