package dev.metaagent.access.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.AuthMethod;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.testing.TestServer;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may work in an organization beside the own one, and as what.
class ChosenOrganizationTest {

  private static final OrganizationId OWN = new OrganizationId(new UUID(0, 1));
  private static final OrganizationId OTHER = new OrganizationId(new UUID(0, 2));

  private final ChosenOrganization chosen = TestServer.local().bean(ChosenOrganization.class);

  private static Organization other(boolean simulated) {
    return new Organization(OTHER, "Other", ZoneOffset.UTC, List.of(), simulated);
  }

  private static Principal principal(AuthMethod method, Role role) {
    return new Principal(
        OWN, "Ada", role, method == AuthMethod.KEY ? "k" : null, List.of(), new UUID(0, 9), method);
  }

  @ParameterizedTest
  @CsvSource({
    "LOCAL,false,true", "LOCAL,true,true", "PASSWORD,true,true", "PASSWORD,false,false",
    "JWT,true,true", "JWT,false,false", "KEY,true,false", "KEY,false,false"
  })
  void onlyWhoeverSitsAtTheMachineMayEnterAnyOrganization(
      AuthMethod method, boolean simulated, boolean may) {
    assertThat(ChosenOrganization.mayChoose(principal(method, Role.ADMIN), other(simulated)))
        .isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "PASSWORD,ADMIN,DEVELOPER",
    "PASSWORD,DEVELOPER,DEVELOPER",
    "PASSWORD,VIEWER,VIEWER",
    "JWT,ADMIN,DEVELOPER",
    "LOCAL,ADMIN,ADMIN"
  })
  void aMemberIsADeveloperThereAtMost(AuthMethod method, Role role, Role there) {
    Principal entered = chosen.enter(principal(method, role), other(true));
    assertThat(entered.role()).isEqualTo(there);
    assertThat(entered.organization()).isEqualTo(OTHER);
    assertThat(entered.name()).isEqualTo("Ada");
    assertThat(entered.memberId()).isEqualTo(new UUID(0, 9));
  }

  @Test
  void theCookieHoldsAnId() {
    assertThat(ChosenOrganization.parse(OTHER.toString())).hasValue(OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0000", "00000000-0000-0000-0000-00000000000g"})
  void anotherCookieChoosesNothing(String text) {
    assertThat(ChosenOrganization.parse(text)).isEmpty();
  }
}
