package dev.metaagent.measure.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// The cursor of the list of agents: the agents that the pages before have shown.
///
/// The list is ordered by status and traffic, which change while somebody pages through it, so no
/// place in the order can be where the next page begins. The cursor names what was shown instead,
/// each agent by a fingerprint that is just long enough to tell apart all agents that there were on
/// the first page: each of those is shown once, whatever changes. An agent that registers itself
/// later may be shown or not. Written, a cursor has about three characters for each agent shown; an
/// organization has about a thousand agents.
///
/// @param bits the length of a fingerprint, 16 to 64
/// @param fingerprints of the agents shown
record SeenAgents(int bits, Set<Long> fingerprints) {

  private static final String PREFIX = "1.";
  private static final int SHORTEST = 16;
  private static final int LONGEST = 64;

  SeenAgents {
    fingerprints = Set.copyOf(fingerprints);
  }

  /// Nothing was shown.
  ///
  /// @param agents that there are
  static SeenAgents none(Collection<AgentId> agents) {
    int bits = SHORTEST;
    while (bits < LONGEST && !areApart(agents, bits)) {
      bits++;
    }
    return new SeenAgents(bits, Set.of());
  }

  SeenAgents plus(Collection<AgentId> shown) {
    Set<Long> more = new HashSet<>(fingerprints);
    shown.forEach(agent -> more.add(fingerprint(agent, bits)));
    return new SeenAgents(bits, more);
  }

  boolean contains(AgentId agent) {
    return fingerprints.contains(fingerprint(agent, bits));
  }

  String write() {
    byte[] bytes = new byte[1 + Math.ceilDiv(fingerprints.size() * bits, 8)];
    bytes[0] = (byte) bits;
    int place = 8;
    for (long fingerprint : new TreeSet<>(fingerprints)) {
      for (int bit = bits - 1; bit >= 0; bit--, place++) {
        bytes[place / 8] |= (byte) (((fingerprint >>> bit) & 1) << (7 - place % 8));
      }
    }
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// @throws MetaAgentException when the text is no cursor of this list
  static SeenAgents parse(String cursor) {
    if (!cursor.startsWith(PREFIX)) {
      throw notACursor();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw notACursor();
    }
    if (bytes.length == 0 || bytes[0] < SHORTEST || bytes[0] > LONGEST) {
      throw notACursor();
    }
    return new SeenAgents(bytes[0], fingerprints(bytes, bytes[0]));
  }

  private static Set<Long> fingerprints(byte[] bytes, int bits) {
    Set<Long> fingerprints = new HashSet<>();
    for (int start = 8; start + bits <= bytes.length * 8; start += bits) {
      long fingerprint = 0;
      for (int place = start; place < start + bits; place++) {
        fingerprint = (fingerprint << 1) | ((bytes[place / 8] >> (7 - place % 8)) & 1);
      }
      fingerprints.add(fingerprint);
    }
    return fingerprints;
  }

  private static boolean areApart(Collection<AgentId> agents, int bits) {
    Set<Long> fingerprints = new HashSet<>();
    return agents.stream().allMatch(agent -> fingerprints.add(fingerprint(agent, bits)));
  }

  /// The leading bits of a multiplicative hash (Knuth 6.4) of both halves of the id.
  private static long fingerprint(AgentId agent, int bits) {
    UUID id = agent.value();
    long mixed =
        (id.getMostSignificantBits() * 31 + id.getLeastSignificantBits()) * 0x9E3779B97F4A7C15L;
    return ((mixed ^ (mixed >>> 32)) * 0x9E3779B97F4A7C15L) >>> (LONGEST - bits);
  }

  private static MetaAgentException notACursor() {
    return MetaAgentException.invalid("cursor", "must be the nextCursor of the previous page");
  }
}
