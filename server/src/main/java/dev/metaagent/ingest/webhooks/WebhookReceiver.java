package dev.metaagent.observe.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.access.DoorAttempts;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where signed events come in. No key: the signature says who it is. A request is taken once; 200
/// means committed.
@RestController
@Tag(name = "Webhooks")
class WebhookDoor {

  /// What became of the events.
  ///
  /// @param outcomes how many outcomes were stored, attached or waiting for their run
  /// @param errors what of the body was not taken
  @Schema(name = "WebhookReceipt")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Receipt(List<String> executionIds, int outcomes, List<FieldError> errors) {}

  private final Webhooks webhooks;
  private final WebhookSecrets secrets;
  private final WebhookCounts counts;
  private final WebhookStore store;
  private final EventTaker taker;
  private final TenantTransactions transactions;
  private final WebhookSettings settings;
  private final Clock clock;

  WebhookDoor(
      Webhooks webhooks,
      WebhookSecrets secrets,
      WebhookCounts counts,
      WebhookStore store,
      EventTaker taker,
      TenantTransactions transactions,
      WebhookSettings settings,
      Clock clock) {
    this.webhooks = webhooks;
    this.secrets = secrets;
    this.counts = counts;
    this.store = store;
    this.taker = taker;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  @PostMapping("/api/v1/webhooks/{source}/{endpointId}")
  @Operation(
      summary = "Send signed events of another system",
      description =
          "Signed with the secret of the webhook: X-MetaAgent-Signature: t=<unix seconds>,v1=<hex"
              + " HMAC-SHA256 of \"<t>.<body>\">, or the headers of Standard Webhooks. The time may"
              + " be five minutes off; a signature is taken once.")
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
    request.setAttribute(DoorAttempts.ORGANIZATION, endpoint.organization());
    try {
      return receive(endpoint, webhook, request);
    } catch (MetaAgentException e) {
      if (e.code().type() != ErrorCode.Type.CAPACITY) {
        counts.refused(endpoint, String.valueOf(e.getMessage()));
      }
      request.setAttribute(DoorAttempts.PROBLEM, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private Receipt receive(EndpointId endpoint, Webhook webhook, HttpServletRequest request)
      throws IOException {
    if (webhook.disabled()) {
      mend(request, "Switch the webhook on again in Settings.");
      throw new MetaAgentException(ErrorCode.FORBIDDEN, "This webhook is switched off.");
    }
    byte[] body = body(request);
    Instant now = clock.instant();
    byte[] signature =
        switch (Signature.check(
            request::getHeader,
            body,
            secrets.valid(endpoint.organization(), webhook),
            now,
            settings.window())) {
          case Signature.Verdict.Valid(byte[] bytes) -> bytes;
          case Signature.Verdict.Wrong(String problem, String mend) -> {
            mend(request, mend);
            throw new MetaAgentException(ErrorCode.SIGNATURE_INVALID, problem);
          }
        };
    return Tenant.call(
        endpoint.organization(), () -> once(endpoint, webhook, signature, body, request, now));
  }

  /// Takes the body unless this signature was taken before; where that fails, it may come again.
  private Receipt once(
      EndpointId endpoint,
      Webhook webhook,
      byte[] signature,
      byte[] body,
      HttpServletRequest request,
      Instant now) {
    Instant expires = now.plus(settings.window().multipliedBy(2));
    boolean first =
        transactions.write(
            () -> store.take(endpoint.organization(), endpoint.id(), signature, expires));
    if (!first) {
      mend(request, "Nothing: it was taken when it came first. Sign each attempt anew.");
      throw new MetaAgentException(
          ErrorCode.CONFLICT, "This request came before; it is taken once.");
    }
    try {
      Principal principal =
          new Principal(endpoint.organization(), "webhook " + webhook.name(), Role.INGEST, null);
      Receipt receipt = Caller.call(principal, () -> taker.take(webhook, body));
      request.setAttribute(DoorAttempts.SPANS, receipt.executionIds().size() + receipt.outcomes());
      counts.received(endpoint);
      return receipt;
    } catch (MetaAgentException e) {
      if (e.code().type() == ErrorCode.Type.CALLER) {
        mend(request, "Compare the body with the contract of this source.");
      } else {
        giveBack(endpoint, signature);
      }
      throw e;
    } catch (RuntimeException e) {
      giveBack(endpoint, signature);
      throw e;
    }
  }

  private void giveBack(EndpointId endpoint, byte[] signature) {
    transactions.write(() -> {
      store.giveBack(endpoint.id(), signature);
      return true;
    });
  }

  private byte[] body(HttpServletRequest request) throws IOException {
    int most = Math.toIntExact(settings.maxBody().toBytes());
    try (InputStream in = request.getInputStream()) {
      byte[] body = in.readNBytes(most + 1);
      if (body.length > most) {
        mend(request, "Send fewer or smaller events at once.");
        throw new MetaAgentException(
            ErrorCode.PAYLOAD_TOO_LARGE, "The body may have " + most + " bytes.");
      }
      return body;
    }
  }

  private static MetaAgentException unknown(HttpServletRequest request) {
    String problem = "There is no such webhook.";
    request.setAttribute(DoorAttempts.PROBLEM, problem);
    mend(request, "Copy the address of the webhook from Settings again.");
    return new MetaAgentException(ErrorCode.NOT_FOUND, problem);
  }

  private static void mend(HttpServletRequest request, @Nullable String mend) {
    request.setAttribute(DoorAttempts.MEND, mend);
  }
}
