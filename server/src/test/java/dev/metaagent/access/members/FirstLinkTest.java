package dev.metaagent.access.members;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.Mode;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.Browser;
import dev.metaagent.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.core.env.Environment;

/// A fresh server that is not local lets its first administrator in.
class FirstLinkTest {

  private final TestServer server = TestServer.remote();
  private final Members members = server.bean(Members.class);
  private final String email = "first-" + UUID.randomUUID() + "@example.org";

  @BeforeEach
  @AfterEach
  void withoutMembers() {
    MemberStore store = server.bean(MemberStore.class);
    dev.metaagent.tenancy.TenantTransactions transactions =
        server.bean(dev.metaagent.tenancy.TenantTransactions.class);
    Tenant.run(
        OrganizationId.LOCAL,
        () ->
            transactions.write(() -> {
              store.all().forEach(member -> store.remove(member.id()));
              return true;
            }));
  }

  private FirstLink firstLink(Path folder, boolean local, boolean newLink) {
    return new FirstLink(
        new Mode(local),
        members,
        new PeopleSettings(email, newLink, Duration.ofHours(12), Duration.ofDays(7), 30),
        new AccessSettings("server", java.util.List.of(), null, null, 50, 200, 5_000, 1_048_576),
        new DatabaseSettings(folder, "jdbc:x", null, null, null, null, 1, 1, 1),
        server.bean(Environment.class));
  }

  @Test
  void theLinkLiesInAFileUntilItsPasswordIsSet() throws IOException {
    Path folder = Files.createTempDirectory("first-link");
    FirstLink first = firstLink(folder, false, false);
    first.run(new DefaultApplicationArguments());
    Path file = folder.resolve(FirstLink.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String early = Files.readString(file).strip();
    first.run(new DefaultApplicationArguments());
    String link = Files.readString(file).strip();
    assertThat(link)
        .startsWith("http://localhost:" + server.port() + "/sign-in#token=mal_")
        .isNotEqualTo(early);

    Browser browser = new Browser(server);
    assertThat(password(browser, early)).isEqualTo(401);
    assertThat(password(browser, link)).isEqualTo(200);
    assertThat(browser.status().at("/principal/role").asString()).isEqualTo("admin");
    assertThat(browser.status().at("/principal/name").asString()).isEqualTo(email);
    first.run(new DefaultApplicationArguments());
    assertThat(file).doesNotExist();
    firstLink(folder, false, true).run(new DefaultApplicationArguments());
    assertThat(password(browser, Files.readString(file).strip())).isEqualTo(200);
  }

  private static int password(Browser browser, String link) {
    String token = link.substring(link.indexOf('=') + 1);
    return browser
        .post(
            "/api/v1/session/password",
            "{\"token\": \"" + token + "\", \"password\": \"the first of them all\"}")
        .statusCode();
  }

  @Test
  void localModeNeedsNone() throws IOException {
    Path folder = Files.createTempDirectory("first-link");
    firstLink(folder, true, false).run(new DefaultApplicationArguments());
    assertThat(folder).isEmptyDirectory();
  }
}
