package dev.metaagent.ingest.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.Caller;
import dev.metaagent.access.IngestLimits;
import dev.metaagent.access.Principal;
import dev.metaagent.access.RecentAttempts;
import dev.metaagent.access.Role;
import dev.metaagent.access.TimedBody;
import dev.metaagent.ingest.otlp.BoundedBody;
import dev.metaagent.ingest.otlp.DecodedSize;
import dev.metaagent.ingest.otlp.TooLargeException;
import dev.metaagent.ingest.otlp.UndecodableException;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Receives signed events. The signature authenticates the sender, without a key. A request is
/// accepted once; 200 means committed.
@RestController
@Tag(name = "Webhooks")
class WebhookReceiver {

  /// The result of a request.
  ///
  /// @param outcomes how many outcomes were stored, attached or waiting for their run
  /// @param errors the parts of the body that were refused
  @Schema(name = "WebhookReceipt")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Receipt(List<String> executionIds, int outcomes, List<FieldError> errors) {}

  /// How long a request may be in progress before a retry of it is accepted.
  private static final Duration CLAIM = Duration.ofSeconds(30);

  /// Bodies of the largest size whose signatures may be unchecked at once.
  private static final int UNVERIFIED_BODIES = 4;

  private final Webhooks webhooks;
  private final WebhookSecrets secrets;
  private final WebhookCounts counts;
  private final WebhookStore store;
  private final EventRecorder taker;
  private final TenantTransactions transactions;
  private final WebhookSettings settings;
  private final IngestLimits limits;
  private final Clock clock;
  private final UnverifiedBytes unverified;

  WebhookReceiver(
      Webhooks webhooks,
      WebhookSecrets secrets,
      WebhookCounts counts,
      WebhookStore store,
      EventRecorder taker,
      TenantTransactions transactions,
      WebhookSettings settings,
      IngestLimits limits,
      Clock clock) {
    this.webhooks = webhooks;
    this.secrets = secrets;
    this.counts = counts;
    this.store = store;
    this.taker = taker;
    this.transactions = transactions;
    this.settings = settings;
    this.limits = limits;
    this.clock = clock;
    this.unverified = new UnverifiedBytes(UNVERIFIED_BODIES * settings.maxBody().toBytes());
  }

  @PostMapping("/api/v1/webhooks/{source}/{endpointId}")
  @Operation(
      summary = "Send signed events of another system",
      description =
          "Signed with the secret of the webhook: X-MetaAgent-Signature: t=<unix seconds>,v1=<hex"
              + " HMAC-SHA256 of \"<t>.<body>\">, or the headers of Standard Webhooks. The time may"
              + " differ by five minutes; a signature is accepted once.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(type = "object"),
              examples = @ExampleObject("{\"event\":\"email.replied\",\"id\":\"evt-2\"}")))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "401", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  Receipt receive(
      @Parameter(schema = @Schema(type = "string")) @PathVariable String source,
      @PathVariable String endpointId,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException {
    EndpointId endpoint = EndpointId.parse(endpointId).orElseThrow(() -> unknown(request));
    Webhook webhook =
        webhooks
            .find(endpoint)
            .filter(found -> found.source().wire().equals(source))
            .orElseThrow(() -> unknown(request));
    request.setAttribute(RecentAttempts.ORGANIZATION, endpoint.organization());
    try {
      return receive(endpoint, webhook, request);
    } catch (MetaAgentException e) {
      if (e.code().type() != ErrorCode.Type.CAPACITY) {
        counts.refused(endpoint, String.valueOf(e.getMessage()));
      }
      request.setAttribute(RecentAttempts.PROBLEM, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private Receipt receive(EndpointId endpoint, Webhook webhook, HttpServletRequest request)
      throws IOException {
    if (webhook.disabled()) {
      remedy(request, "Switch the webhook on again in Settings.");
      throw new MetaAgentException(ErrorCode.FORBIDDEN, "This webhook is switched off.");
    }
    Instant now = clock.instant();
    Signature.Verdict.Wrong early =
        Signature.wrongBeforeBody(request::getHeader, now, settings.window());
    if (early != null) {
      throw unsigned(request, early);
    }
    Signed signed = signed(endpoint, webhook, request, now);
    BytesInFlight.of(request).take(DecodedSize.ofJson(signed.body()));
    return Tenant.call(
        endpoint.organization(),
        () -> once(endpoint, webhook, signed.signature(), signed.body(), request, now));
  }

  private record Signed(byte[] body, byte[] signature) {}

  /// The body, once its signature is checked.
  private Signed signed(
      EndpointId endpoint, Webhook webhook, HttpServletRequest request, Instant now)
      throws IOException {
    TimedBody.shorten(request);
    try (UnverifiedBytes.Part part = unverified.part()) {
      byte[] body = body(request, part);
      return switch (Signature.check(
          request::getHeader,
          body,
          secrets.valid(endpoint.organization(), webhook),
          now,
          settings.window())) {
        case Signature.Verdict.Valid(byte[] bytes) -> new Signed(body, bytes);
        case Signature.Verdict.Wrong wrong -> throw unsigned(request, wrong);
      };
    }
  }

  private static MetaAgentException unsigned(
      HttpServletRequest request, Signature.Verdict.Wrong wrong) {
    remedy(request, wrong.remedy());
    return new MetaAgentException(ErrorCode.SIGNATURE_INVALID, wrong.problem());
  }

  /// Stores the body unless this signature was accepted before; if that fails, it may be sent
  /// again. A server that is killed meanwhile leaves a claim that expires; what it had stored by
  /// then is deduplicated by the ids of runs and outcomes.
  private Receipt once(
      EndpointId endpoint,
      Webhook webhook,
      byte[] signature,
      byte[] body,
      HttpServletRequest request,
      Instant now) {
    Principal principal =
        new Principal(endpoint.organization(), "webhook " + webhook.name(), Role.INGEST, null);
    limits.check(principal);
    limits.spend(principal, BytesInFlight.of(request).held());
    claim(endpoint, signature, request, now);
    try {
      Receipt receipt = Caller.call(principal, () -> taker.take(webhook, body));
      finish(endpoint, signature);
      request.setAttribute(
          RecentAttempts.SPANS, receipt.executionIds().size() + receipt.outcomes());
      if (!receipt.errors().isEmpty()) {
        FieldError first = receipt.errors().getFirst();
        request.setAttribute(RecentAttempts.PROBLEM, first.field() + ": " + first.message());
      }
      counts.received(endpoint);
      return receipt;
    } catch (MetaAgentException e) {
      if (e.code().type() == ErrorCode.Type.CALLER) {
        finish(endpoint, signature);
        remedy(request, "Compare the body with the schema of this source.");
      } else {
        giveBack(endpoint, signature);
      }
      throw e;
    } catch (RuntimeException e) {
      giveBack(endpoint, signature);
      throw e;
    }
  }

  private void claim(
      EndpointId endpoint, byte[] signature, HttpServletRequest request, Instant now) {
    Instant expires = now.plus(settings.window().multipliedBy(2));
    boolean claimed =
        transactions.write(() ->
            store.claim(
                endpoint.organization(), endpoint.id(), signature, now, now.plus(CLAIM), expires));
    if (claimed) {
      return;
    }
    if (!transactions.read(() -> store.done(endpoint.id(), signature))) {
      throw MetaAgentException.busy(
          ErrorCode.INTAKE_FULL, "This request is being processed; send it again later.", CLAIM);
    }
    remedy(request, "None needed: it was accepted the first time. Sign each attempt anew.");
    throw new MetaAgentException(
        ErrorCode.CONFLICT, "This request was accepted before; each is accepted once.");
  }

  private void finish(EndpointId endpoint, byte[] signature) {
    transactions.write(() -> {
      store.finish(endpoint.id(), signature);
      return true;
    });
  }

  private void giveBack(EndpointId endpoint, byte[] signature) {
    transactions.write(() -> {
      store.giveBack(endpoint.id(), signature);
      return true;
    });
  }

  private byte[] body(HttpServletRequest request, UnverifiedBytes.Part part) throws IOException {
    long most = settings.maxBody().toBytes();
    BytesInFlight.Share share = BytesInFlight.of(request);
    try (InputStream in = request.getInputStream()) {
      return new BoundedBody(most)
          .read(
              in,
              null,
              bytes -> {
                part.take(bytes);
                share.take(bytes);
              });
    } catch (UndecodableException | TooLargeException _) {
      remedy(request, "Send fewer or smaller events at once.");
      throw new MetaAgentException(
          ErrorCode.PAYLOAD_TOO_LARGE, "The body may have " + most + " bytes.");
    }
  }

  private static MetaAgentException unknown(HttpServletRequest request) {
    String problem = "There is no such webhook.";
    request.setAttribute(RecentAttempts.PROBLEM, problem);
    remedy(request, "Copy the address of the webhook from Settings again.");
    return new MetaAgentException(ErrorCode.NOT_FOUND, problem);
  }

  private static void remedy(HttpServletRequest request, @Nullable String remedy) {
    request.setAttribute(RecentAttempts.REMEDY, remedy);
  }
}
