package dev.metaagent.ingest.webhooks;

import dev.metaagent.kernel.OrganizationId;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last part of a webhook's address: the organization, so that the look-up is bound to it, and
/// an unguessable id.
record EndpointId(OrganizationId organization, String id) {

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})_([0-9A-Za-z]{20})");
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 20;

  static EndpointId random(OrganizationId organization, SecureRandom random) {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new EndpointId(organization, id.toString());
  }

  static Optional<EndpointId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String hex = matcher.group(1);
    UUID organization =
        new UUID(
            Long.parseUnsignedLong(hex.substring(0, 16), 16),
            Long.parseUnsignedLong(hex.substring(16), 16));
    return Optional.of(new EndpointId(new OrganizationId(organization), matcher.group(2)));
  }

  @Override
  public String toString() {
    return organization.toString().replace("-", "") + "_" + id;
  }
}
