package dev.metaagent.observe.mapping;

import dev.metaagent.observe.captures.Captures;
import dev.metaagent.observe.captures.Captures.Capture;

/** Scratch. */
final class MappingAccuracy {
  private MappingAccuracy() {}

  public static void main(String[] args) throws Exception {
    Accuracy accuracy = new Accuracy();
    for (Capture capture : Captures.all()) {
      if (args.length == 0 || capture.toString().matches(args[0])) {
        try {
          accuracy.measure(capture);
        } catch (RuntimeException e) {
          System.out.println(capture + " " + e);
          e.printStackTrace(System.out);
        }
      }
    }
    if (args.length < 2) System.out.println(accuracy.table());
    accuracy.wrong().forEach(System.out::println);
  }
}
