package dev.metaagent.access.sessions;

import dev.metaagent.access.Principal;
import dev.metaagent.access.members.Member;
import dev.metaagent.access.members.MemberState;
import dev.metaagent.access.members.MemberStore;
import dev.metaagent.access.secrets.SecretToken;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Switching between organizations: those that the same sign-in opened, and those that may be
/// chosen in addition.
@Component
class LinkedOrganizations {

  private static final Duration REMEMBERED = Duration.ofDays(365);

  /// The session of a browser.
  private record Home(SecretToken token, Sessions.Live live) {
    OrganizationId organization() {
      return token.organization();
    }
  }

  private final Organizations organizations;
  private final ChosenOrganization chosen;
  private final Cookies cookies;
  private final Sessions sessions;
  private final SignIn signIn;
  private final MemberStore members;
  private final TenantTransactions transactions;

  LinkedOrganizations(
      Organizations organizations,
      ChosenOrganization chosen,
      Cookies cookies,
      Sessions sessions,
      SignIn signIn,
      MemberStore members,
      TenantTransactions transactions) {
    this.organizations = organizations;
    this.chosen = chosen;
    this.cookies = cookies;
    this.sessions = sessions;
    this.signIn = signIn;
    this.members = members;
    this.transactions = transactions;
  }

  /// All organizations that a caller has access to.
  List<Organization> of(Principal principal, HttpServletRequest request) {
    Optional<Home> home = home(principal, request);
    return organizations.all().stream()
        .filter(organization -> open(principal, organization, home))
        .toList();
  }

  private boolean open(Principal principal, Organization organization, Optional<Home> home) {
    OrganizationId id = organization.id();
    return id.equals(principal.organization())
        || ChosenOrganization.mayChoose(principal, organization)
        || home.filter(from -> id.equals(from.organization()) || member(from, id).isPresent())
            .isPresent();
  }

  /// The session of the caller: none for a key, a JWT and in local mode.
  private Optional<Home> home(Principal principal, HttpServletRequest request) {
    boolean byHeader =
        request.getHeader("Authorization") != null || request.getHeader("x-api-key") != null;
    if (principal.memberId() == null || byHeader) {
      return Optional.empty();
    }
    return cookies
        .read(request, Cookies.Name.SESSION)
        .flatMap(text -> SecretToken.parse(SecretToken.Kind.SESSION, text))
        .flatMap(token -> sessions.live(token.reveal()).map(live -> new Home(token, live)));
  }

  /// The membership in another organization that the same sign-in opened, if nothing about it
  /// changed since.
  private Optional<Member> member(Home home, OrganizationId id) {
    Sessions.Live live = home.live();
    if (!live.linkedOrganizations().contains(id)) {
      return Optional.empty();
    }
    String email =
        Tenant.call(
            home.organization(),
            () ->
                transactions
                    .read(() -> members.find(Objects.requireNonNull(live.principal().memberId())))
                    .map(stored -> stored.member().email())
                    .orElse(""));
    return Tenant.call(id, () -> transactions.read(() -> members.byEmail(email)))
        .filter(stored -> stored.member().state() == MemberState.ACTIVE)
        .filter(stored -> unchanged(stored.passwordSetAt(), live.signedInAt()))
        .map(MemberStore.Stored::member);
  }

  private static boolean unchanged(@Nullable Instant passwordSetAt, Instant signedInAt) {
    return passwordSetAt != null && !passwordSetAt.isAfter(signedInAt);
  }

  /// Switches to an organization, and stores that in a cookie.
  Principal enter(
      OrganizationId id,
      Principal principal,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<Home> home = home(principal, request);
    Organization organization =
        organizations
            .find(id)
            .filter(found -> open(principal, found, home))
            .orElseThrow(() -> MetaAgentException.notFound("the organization " + id));
    if (id.equals(principal.organization())) {
      return principal;
    }
    if (home.isPresent() && id.equals(home.get().organization())) {
      cookies.clear(request, response, Cookies.Name.ORGANIZATION);
      return home.get().live().principal();
    }
    Optional<Member> there = home.flatMap(from -> member(from, id));
    if (home.isPresent() && there.isPresent()) {
      return move(home.get(), id, there.get(), request, response);
    }
    cookies.set(request, response, Cookies.Name.ORGANIZATION, id.toString(), REMEMBERED);
    return chosen.enter(principal, organization);
  }

  /// Ends the session here and starts one there, with the same end.
  private Principal move(
      Home home,
      OrganizationId id,
      Member member,
      HttpServletRequest request,
      HttpServletResponse response) {
    Sessions.Live live = home.live();
    Set<OrganizationId> linkedOrganizations =
        Stream.concat(live.linkedOrganizations().stream(), Stream.of(home.organization()))
            .filter(other -> !other.equals(id))
            .collect(Collectors.toUnmodifiableSet());
    SignIn.Started started =
        signIn.start(id, member, live.principal().method(), linkedOrganizations, live.signedInAt());
    sessions.leave(home.token());
    cookies.set(
        request,
        response,
        Cookies.Name.SESSION,
        started.token().reveal(),
        sessions.life(started.method()));
    cookies.clear(request, response, Cookies.Name.ORGANIZATION);
    return started.principal();
  }
}
