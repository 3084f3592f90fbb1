package dev.metaagent.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One change in the journal.
///
/// @param id position in the organization's chain, from 1 without gaps
/// @param actor who changed it
/// @param action what was done, for instance `key.create`
/// @param subject what it was done to, for instance `key 4fk2`
/// @param reason why, in the words of the actor
/// @param details the change itself as JSON text
/// @param hash SHA-256 in hex over the previous hash and this row
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "JournalEntry")
public record Entry(
    long id,
    Instant at,
    String actor,
    String action,
    String subject,
    @Nullable String reason,
    @Nullable String details,
    String previousHash,
    String hash) {}
