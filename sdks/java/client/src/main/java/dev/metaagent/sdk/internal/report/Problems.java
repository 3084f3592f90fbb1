package dev.metaagent.sdk.internal.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What went wrong inside the SDK: the last sixteen sentences, one for each subject. Each is logged
/// when it is new.
public final class Problems {

  private static final int MOST = 16;
  private static final System.Logger LOG = System.getLogger("dev.metaagent.sdk");

  private final Map<String, String> bySubject = new LinkedHashMap<>();

  /// The latest problem of a subject, which replaces an earlier one.
  public synchronized void report(String subject, String sentence) {
    String before = bySubject.remove(subject);
    bySubject.put(subject, sentence);
    if (bySubject.size() > MOST) {
      bySubject.remove(bySubject.keySet().iterator().next());
    }
    if (!sentence.equals(before)) {
      LOG.log(System.Logger.Level.WARNING, sentence);
    }
  }

  public synchronized void solved(String subject) {
    bySubject.remove(subject);
  }

  public synchronized List<String> all() {
    return new ArrayList<>(bySubject.values());
  }
}
