package dev.metaagent.sdk.internal.policies;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.signing.KeyItem;
import dev.metaagent.policy.signing.TrustedKeys;
import dev.metaagent.sdk.internal.http.Answer;
import dev.metaagent.sdk.internal.http.Api;
import dev.metaagent.sdk.internal.report.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The trusted keys: pinned ones, or those that the server named first, which are kept on disk.
final class Keys {

  private final Api api;
  private final PolicyFolder folder;
  private final List<String> pinned;
  private final Problems problems;
  private volatile TrustedKeys trusted;

  Keys(Api api, PolicyFolder folder, List<String> pinned, Problems problems) {
    this.api = api;
    this.folder = folder;
    this.pinned = pinned;
    this.problems = problems;
    this.trusted = stored();
  }

  TrustedKeys trusted() {
    return trusted;
  }

  /// Asks the server for its keys.
  synchronized void refresh() {
    Answer answer = api.get("/api/v1/policy/keys");
    if (!answer.is(200)) {
      problems.report("keys", "The keys of policies cannot be read: " + answer.problem());
      return;
    }
    try {
      Fields fields = Fields.of("", Json.parse(answer.body()));
      trusted = TrustedKeys.of(pinned, trusted.publicKeys(), items(fields));
      problems.solved("keys");
      Map<String, @Nullable Object> kept = new LinkedHashMap<>();
      kept.put("items", fields.list("items"));
      kept.put("known", trusted.publicKeys());
      folder.writeKeys(kept);
    } catch (IllegalArgumentException e) {
      problems.report("keys", "The keys of policies cannot be read: " + e.getMessage());
    }
  }

  /// Without stored keys only the pinned ones; a server's first ones are trusted by [#refresh].
  private TrustedKeys stored() {
    Fields fields = folder.readKeys();
    try {
      if (fields != null) {
        List<String> known = new ArrayList<>();
        fields.list("known").forEach(key -> known.add(String.valueOf(key)));
        return TrustedKeys.of(pinned, known, items(fields));
      }
    } catch (IllegalArgumentException e) {
      problems.report("disk", "The keys on disk cannot be read: " + e.getMessage());
    }
    return TrustedKeys.of(pinned);
  }

  /// Items that cannot be read are left out.
  private List<KeyItem> items(Fields fields) {
    List<KeyItem> items = new ArrayList<>();
    for (Object item : fields.list("items")) {
      try {
        items.add(KeyItem.parse("items", item));
      } catch (IllegalArgumentException e) {
        problems.report("keys", "A key cannot be read: " + e.getMessage());
      }
    }
    return items;
  }
}
