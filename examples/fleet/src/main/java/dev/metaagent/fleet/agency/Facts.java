package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.agency.Story.Setup;
import io.opentelemetry.api.trace.Span;

/// What the agency says of its runs, whoever traces them.
final class Facts {

  private Facts() {}

  static void ofRun(Span span, Task task, Setup setup) {
    span.setAttribute("gen_ai.agent.version", setup.release())
        .setAttribute("gen_ai.conversation.id", task.lead().session())
        .setAttribute("user.id", task.lead().manager())
        .setAttribute("metaagent.attr.lead.language", task.lead().language())
        .setAttribute("metaagent.attr.campaign", task.lead().campaign().name());
  }

  /// A version of a prompt as the agency writes it.
  static String version(int number) {
    return "v" + number;
  }
}
