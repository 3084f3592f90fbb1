package dev.metaagent.executions;

import dev.metaagent.privacy.Privacy;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/// Brings texts of outcomes into the form in which they are stored and looked up. Telemetry gets
/// this form in {@link Preparation}; outcomes get it here, so that keys and ids of both match.
@Component
public class OutcomeTexts {

  private final Privacy privacy;

  OutcomeTexts(Privacy privacy) {
    this.privacy = privacy;
  }

  /// An id or a key.
  public String key(String key) {
    return OutcomeKeys.stored(privacy.attribute(OutcomeKeys.ATTRIBUTE, key));
  }

  /// Free text, as in a comment.
  public String text(String text) {
    return privacy.text(storable(text));
  }

  /// PostgreSQL stores neither NUL nor unpaired surrogates.
  static String storable(String text) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.replace('\0', ' ');
  }
}
