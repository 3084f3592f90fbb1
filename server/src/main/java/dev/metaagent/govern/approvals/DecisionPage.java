package dev.metaagent.govern.approvals;

import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.StorableText;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/// The page behind a link that decides. Opening it decides nothing, as programs that preview links
/// open it too; its form does. Its address is a secret, so it is kept and told nowhere.
@Hidden
@Controller
@RequestMapping(DecisionPage.PATH + "{token}")
class DecisionPage {

  static final String PATH = "/decide/";

  private static final String FORM = "application/x-www-form-urlencoded";

  private final DecisionLinks links;
  private final DecisionHtml html;
  private final Clock clock;

  /// An answer.
  private record Answer(int status, String page) {}

  DecisionPage(DecisionLinks links, DecisionHtml html, Clock clock) {
    this.links = links;
    this.html = html;
    this.clock = clock;
  }

  @GetMapping
  void show(@PathVariable String token, HttpServletResponse response) throws IOException {
    Optional<DecisionLinks.Opened> opened = links.open(token);
    send(
        response,
        opened.isEmpty()
            ? unknown()
            : over(opened.get())
                .orElseGet(
                    () -> new Answer(200, html.asks(opened.get(), "", null, clock.instant()))));
  }

  @PostMapping
  void decide(@PathVariable String token, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<DecisionLinks.Opened> opened = links.open(token);
    if (opened.isEmpty()) {
      send(response, unknown());
      return;
    }
    Optional<Answer> over = over(opened.get());
    send(response, over.isPresent() ? over.get() : answer(token, opened.get(), request));
  }

  private Answer answer(String token, DecisionLinks.Opened opened, HttpServletRequest request)
      throws IOException {
    Map<String, String> form;
    try {
      form = form(request);
    } catch (MetaAgentException e) {
      return again(400, opened, "", "What was sent is too long. Write at most 500 characters.");
    }
    String typed = StorableText.of(form.getOrDefault("reason", ""));
    String decision = form.getOrDefault("decision", "");
    if (!decision.equals("approve") && !decision.equals("deny")) {
      return again(400, opened, typed, "Choose Approve or Deny.");
    }
    String reason;
    try {
      reason = Reason.required(typed);
      Approval decided = links.decide(opened, decision.equals("approve"), reason, form.get("name"));
      boolean approved = decided.state() == ApprovalState.APPROVED;
      return new Answer(
          200,
          html.says(
              approved ? "Approved" : "Denied",
              opened.agent()
                  + (approved ? " may call " : " may not call ")
                  + decided.tool()
                  + (approved ? ", once, with these arguments." : ". It gets your reason.")
                  + " You can close this page."));
    } catch (MetaAgentException e) {
      return refused(token, opened, typed, e);
    }
  }

  /// Somebody else was quicker, or what was typed does not do.
  private Answer refused(
      String token, DecisionLinks.Opened before, String typed, MetaAgentException problem) {
    return switch (problem.code()) {
      case CONFLICT ->
          links
              .open(token)
              .flatMap(this::over)
              .orElseGet(() -> again(409, before, typed, String.valueOf(problem.getMessage())));
      case NOT_FOUND -> unknown();
      default ->
          again(
              400,
              before,
              typed,
              typed.isBlank()
                  ? "Write a reason. The agent and the audit log get it."
                  : "The reason may have 500 characters, the name "
                      + DecisionLinks.LONGEST_NAME
                      + ".");
    };
  }

  private Answer again(int status, DecisionLinks.Opened opened, String typed, String wrong) {
    return new Answer(status, html.asks(opened, typed, wrong, clock.instant()));
  }

  private Answer unknown() {
    return new Answer(
        404,
        html.says(
            "This link opens nothing",
            "It is incomplete or changed, the question is not kept any more, or whoever made it is"
                + " not an administrator any more. Ask for a new link."));
  }

  /// What to say where nothing can be decided any more.
  private Optional<Answer> over(DecisionLinks.Opened opened) {
    Approval asked = opened.approval();
    String call = opened.agent() + " asked to call " + asked.tool() + ". ";
    return switch (asked.state()) {
      case PENDING -> Optional.empty();
      case EXPIRED ->
          gone(
              "Time ran out", call + "Nobody answered in time, so its rule decided" + ruled(asked));
      case APPROVED, DENIED -> {
        String verb = asked.state() == ApprovalState.APPROVED ? "approved" : "denied";
        yield gone(
            opened.link().usedAt() == null ? "Already decided" : "This link was used",
            call
                + "It was "
                + verb
                + (asked.decidedBy() == null ? "" : " by " + asked.decidedBy())
                + (asked.reason() == null ? "." : ": “" + asked.reason() + "”")
                + " Nothing was changed now.");
      }
    };
  }

  private static String ruled(Approval asked) {
    AskedRule rule = asked.rule();
    return rule == null
        ? "."
        : "allow".equals(rule.whenUnanswered())
            ? ": the call is allowed."
            : ": the call is denied.";
  }

  private Optional<Answer> gone(String title, String text) {
    return Optional.of(new Answer(410, html.says(title, text)));
  }

  /// The fields of the form; the body was bounded before.
  private static Map<String, String> form(HttpServletRequest request) throws IOException {
    Map<String, String> fields = new HashMap<>();
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      return fields;
    }
    String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static void send(HttpServletResponse response, Answer answer) throws IOException {
    response.setStatus(answer.status());
    response.setContentType("text/html;charset=utf-8");
    response.setHeader("Content-Security-Policy", DecisionHtml.CONTENT_POLICY);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Robots-Tag", "noindex, nofollow");
    response.getOutputStream().write(answer.page().getBytes(StandardCharsets.UTF_8));
  }
}
