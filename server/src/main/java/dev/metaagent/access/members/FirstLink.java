package dev.metaagent.access.members;

import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.Mode;
import dev.metaagent.access.Role;
import dev.metaagent.access.secrets.OwnerFile;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// The first administrator of a server in server mode: while no administrator of the first
/// organization has a password, a one-time link is created at each start and written to a file that
/// only this user can read. The log names the file, never the link. METAAGENT_ADMIN_LINK=true
/// creates one in any case, to recover access.
@Component
@Order(20)
class FirstLink implements ApplicationRunner {

  static final String FILE = "first-link";
  private static final String ACTOR = "server start";
  private static final Logger log = LoggerFactory.getLogger(FirstLink.class);

  private final Mode mode;
  private final Members members;
  private final PeopleSettings people;
  private final @Nullable String publicUrl;
  private final Path file;
  private final Environment environment;

  FirstLink(
      Mode mode,
      Members members,
      PeopleSettings people,
      AccessSettings access,
      DatabaseSettings database,
      Environment environment) {
    this.mode = mode;
    this.members = members;
    this.people = people;
    this.publicUrl = access.publicUrl();
    this.file = database.data().resolve(FILE).toAbsolutePath();
    this.environment = environment;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (!mode.local()) {
      Tenant.run(OrganizationId.LOCAL, this::makeIfNeeded);
    }
  }

  private void makeIfNeeded() {
    List<Member> all = members.all();
    if (!people.newLink() && all.stream().anyMatch(Member::isActiveAdmin)) {
      OwnerFile.remove(file);
      return;
    }
    OwnerFile.prepare(file);
    OwnerFile.write(file, address() + link(all).path());
    log.info(
        "A link that sets the password of the administrator {} was made; it is in {}",
        people.adminEmail(),
        file);
  }

  private Members.Link link(List<Member> all) {
    Optional<Member> known =
        all.stream().filter(member -> member.email().equals(people.adminEmail())).findFirst();
    if (known.isEmpty()) {
      return members.invite(people.adminEmail(), "", Role.ADMIN, null, ACTOR).link();
    }
    Member member = known.get();
    if (member.role() != Role.ADMIN || member.state() == MemberState.DISABLED) {
      members.change(member.id(), new Members.Edit(null, Role.ADMIN, false), null, ACTOR);
    }
    return members.link(member.id(), null, ACTOR);
  }

  private String address() {
    return publicUrl == null
        ? "http://localhost:" + environment.getProperty("local.server.port", "8080")
        : publicUrl.replaceAll("/+$", "");
  }
}
