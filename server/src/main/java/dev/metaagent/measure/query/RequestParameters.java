package dev.metaagent.measure.query;

import dev.metaagent.kernel.MetaAgentException;
import org.jspecify.annotations.Nullable;

/// Parameters that several requests share, read or refused by name.
public final class RequestParameters {

  private RequestParameters() {}

  public static int limit(@Nullable Integer wanted, int usual, int most) {
    int limit = wanted == null ? usual : wanted;
    if (limit < 1 || limit > most) {
      throw MetaAgentException.invalid("limit", "must be from 1 to " + most);
    }
    return limit;
  }
}
