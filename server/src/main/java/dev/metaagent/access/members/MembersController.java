package dev.metaagent.access.members;

import dev.metaagent.access.Caller;
import dev.metaagent.access.Role;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Members over HTTP.
@RestController
@RequestMapping("/api/v1/members")
@Tag(name = "Members", description = "Members of the organization")
class MembersController {

  /// A member to invite.
  ///
  /// @param role `admin`, `developer` or `viewer`
  /// @param reason why, for the journal
  @Schema(name = "NewMember")
  record NewMember(
      @Nullable String email,
      @Nullable String name,
      @Nullable Role role,
      @Nullable String reason) {}

  /// A change of a member; null fields are kept.
  ///
  /// @param disabled whether sign-in is disabled; its sessions end at once
  /// @param reason why, for the journal
  @Schema(name = "MemberChange")
  record MemberChange(
      @Nullable String name,
      @Nullable Role role,
      @Nullable Boolean disabled,
      @Nullable String reason) {}

  /// Why a link is needed.
  @Schema(name = "MemberLinkReason")
  record LinkReason(@Nullable String reason) {}

  /// An invited member, and the link to pass on.
  ///
  /// @param link opens once; this answer is the only one that shows it
  @Schema(name = "Invitation")
  record Invitation(Member member, String link, Instant linkExpiresAt) {}

  /// A link to pass on.
  ///
  /// @param link opens once; this answer is the only one that shows it
  @Schema(name = "MemberLink")
  record MemberLink(String link, Instant linkExpiresAt) {}

  private final Members members;

  MembersController(Members members) {
    this.members = members;
  }

  @GetMapping
  @Operation(summary = "All members, also invited and disabled ones")
  Page<Member> list() {
    return Page.of(members.all(), null);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Invite a member; the response contains the link that sets a password")
  Invitation invite(@RequestBody NewMember wanted) {
    Members.Invited invited =
        members.invite(
            wanted.email(),
            wanted.name(),
            wanted.role(),
            Reason.of(wanted.reason()),
            Caller.current().name());
    return new Invitation(invited.member(), invited.link().path(), invited.link().expiresAt());
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Rename a member, give it another role, disable or enable it")
  Member change(@PathVariable UUID id, @RequestBody MemberChange wanted) {
    return members.change(
        id,
        new Members.Edit(wanted.name(), wanted.role(), wanted.disabled()),
        Reason.of(wanted.reason()),
        Caller.current().name());
  }

  @PostMapping("/{id}/link")
  @Operation(summary = "Create a new one-time link, for instance for a forgotten password")
  MemberLink link(
      @PathVariable UUID id, @RequestBody(required = false) @Nullable LinkReason wanted) {
    Members.Link link =
        members.link(
            id, Reason.of(wanted == null ? null : wanted.reason()), Caller.current().name());
    return new MemberLink(link.path(), link.expiresAt());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a member and end its sessions")
  void remove(@PathVariable UUID id, @RequestParam(required = false) @Nullable String reason) {
    members.remove(id, Reason.of(reason), Caller.current().name());
  }
}
