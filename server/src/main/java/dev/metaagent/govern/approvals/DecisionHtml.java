package dev.metaagent.govern.approvals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.json.JsonMapper;

/// The page behind a link that decides, without scripts and without anything from elsewhere. All
/// texts of agents and people are escaped, and characters that nobody sees or that turn a text
/// around are shown by their numbers.
@Component
class DecisionHtml {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8886; --soft: #8882; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
      h1 { font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere; }
      h2 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
      p, dd { overflow-wrap: anywhere; margin: .4rem 0; }
      dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 1rem; margin: .4rem 0; }
      dt { margin: .4rem 0; }
      pre { background: var(--soft); border-radius: 6px; padding: .75rem; overflow: auto; max-height: 24rem;
        white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
      code { overflow-wrap: anywhere; }
      label { display: block; margin: 1rem 0 .25rem; }
      input, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border-radius: 6px;
        border: 1px solid; }
      .answers { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
      button { font: inherit; font-weight: 600; padding: .6rem 1.4rem; border-radius: 6px; border: 1px solid;
        cursor: pointer; flex: 1 1 9rem; background: Canvas; color: CanvasText; }
      button[value=approve] { background: #1d4ed8; color: #fff; border-color: #1d4ed8; }
      [role=alert] { border: 1px solid; border-left-width: 5px; border-radius: 6px; padding: .5rem .75rem; }
      footer { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: .75rem; font-size: .85rem; }
      """;

  /// What a browser may do with the page: show it in its style and send its form back here.
  static final String CONTENT_POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final JsonMapper json;

  DecisionHtml(JsonMapper json) {
    this.json = json;
  }

  /// A page that says something and asks nothing.
  String says(String title, String text) {
    return page(title, "<h1>" + safe(title) + "</h1>\n<p>" + safe(text) + "</p>");
  }

  /// The page that asks for a decision.
  ///
  /// @param reason what was typed before
  /// @param wrong what was wrong with it; null: nothing was typed yet
  String asks(DecisionLinks.Opened opened, String reason, @Nullable String wrong, Instant now) {
    Approval asked = opened.approval();
    String title = opened.agent() + " wants to call " + asked.tool();
    return page(
        title,
        """
        <h1>%s wants to call <code>%s</code></h1>
        <p>It waits for a person until <b>%s</b>, %s from now. %s</p>
        %s
        <h2>What it would do</h2>
        %s
        <h2>Why it waits</h2>
        %s
        <form method="post" autocomplete="off">
        %s
        <label for="reason">Reason (required; the agent and the audit log get it)</label>
        <textarea id="reason" name="reason" rows="3" maxlength="500" required>%s</textarea>
        <div class="answers">
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="deny">Deny</button>
        </div>
        </form>
        <footer>This link was made by %s%s for this one call and works once. Whoever has it can decide, so do not
        pass it on. Opening this page decides nothing.</footer>
        """
            .formatted(
                safe(opened.agent()),
                safe(asked.tool()),
                TIME.format(asked.expiresAt()),
                left(Duration.between(now, asked.expiresAt())),
                otherwise(asked),
                wrong == null ? "" : "<p role=\"alert\">" + safe(wrong) + "</p>",
                arguments(asked),
                why(asked),
                opened.link().madeFor() == null
                    ? "<label for=\"name\">Your name (goes into the audit log, unchecked)</label>\n"
                        + "<input id=\"name\" name=\"name\" maxlength=\""
                        + DecisionLinks.LONGEST_NAME
                        + "\">"
                    : "",
                safe(reason),
                safe(opened.link().madeBy()),
                opened.link().madeFor() == null
                    ? ""
                    : " and given to " + safe(opened.link().madeFor())));
  }

  private static String otherwise(Approval asked) {
    AskedRule rule = asked.rule();
    if (rule == null) {
      return "After that its rule decides.";
    }
    return "allow".equals(rule.whenUnanswered())
        ? "Without an answer it is then <b>allowed</b>."
        : "Without an answer it is then <b>denied</b>.";
  }

  private String arguments(Approval asked) {
    if (asked.arguments() == null) {
      return "<p>No arguments came with the question.</p>";
    }
    String text = json.writerWithDefaultPrettyPrinter().writeValueAsString(asked.arguments());
    return "<pre tabindex=\"0\" aria-label=\"Arguments\">"
        + safe(text)
        + "</pre>\n<p>Personal data is replaced here; the tool gets the real values.</p>";
  }

  private static String why(Approval asked) {
    if (asked.ruleId() == null) {
      return "<p>The question names no rule.</p>";
    }
    StringBuilder rows = new StringBuilder("<dl>\n");
    row(rows, "Rule", asked.ruleId());
    if (asked.ruleReason() != null) {
      row(rows, "Its reason", asked.ruleReason());
    }
    AskedRule rule = asked.rule();
    if (rule != null) {
      row(rows, "Tool", rule.tool());
      row(rows, "When", rule.when() == null ? "always" : rule.when());
      if (rule.met() != null) {
        rule.met()
            .forEach(met ->
                row(
                    rows,
                    "Met",
                    met.path() + (met.comparable() ? " " : " cannot be compared: ") + met.words()));
      }
    }
    return rows.append("</dl>").toString();
  }

  private static void row(StringBuilder rows, String name, String text) {
    rows.append("<dt>").append(name).append("</dt><dd>").append(safe(text)).append("</dd>\n");
  }

  private static String left(Duration left) {
    long seconds = Math.max(1, left.toSeconds());
    return seconds < 120
        ? seconds + " s"
        : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  private static String page(String title, String body) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex, nofollow">
    <title>%s · MetaAgent</title>
    <style>%s</style>
    </head>
    <body>
    <main>
    %s
    </main>
    </body>
    </html>
    """
        .formatted(safe(title), STYLE, body);
  }

  /// A text that is only text in a page.
  static String safe(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isHidden(c)) {
            visible.append("\\u{").append(Integer.toHexString(c)).append('}');
          } else {
            visible.appendCodePoint(c);
          }
        });
    return HtmlUtils.htmlEscape(visible.toString(), "UTF-8");
  }

  /// Characters that nobody sees, or that change the direction of others.
  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    boolean control = type == Character.CONTROL && c != '\n' && c != '\t' && c != '\r';
    return control
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.UNASSIGNED
        || type == Character.PRIVATE_USE;
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
