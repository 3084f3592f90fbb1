package dev.metaagent.observe;

import dev.metaagent.observe.privacy.Privacy;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/// The form in which texts of outcomes are stored and looked for. Telemetry takes this form in
/// {@link Preparation}; what is told of runs later takes it here, so that both meet.
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

  /// PostgreSQL keeps neither NUL nor half of a pair of surrogates.
  static String storable(String text) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.replace('\0', ' ');
  }
}
