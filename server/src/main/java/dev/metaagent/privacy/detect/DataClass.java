package dev.metaagent.privacy.detect;

import static dev.metaagent.privacy.detect.Treatment.HASH;
import static dev.metaagent.privacy.detect.Treatment.KEEP;
import static dev.metaagent.privacy.detect.Treatment.REDACT;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What can be found, with the name people know it by and what happens to it by default.
public enum DataClass {
  EMAIL(Group.PERSONAL, "E-mail addresses", "ada@x.example", HASH),
  PHONE(Group.PERSONAL, "Phone numbers", "+49 30 5550123", HASH),
  CARD(Group.PERSONAL, "Payment cards", "4111 1111 1111 1111", HASH),
  IBAN(Group.PERSONAL, "Bank accounts (IBAN)", "DE89 3704 0044 0532 0130 00", HASH),
  US_SSN(Group.PERSONAL, "US social security and taxpayer numbers", "078-05-1120", HASH),
  NATIONAL_ID(Group.PERSONAL, "National identity and tax numbers", "ES DNI 12345678Z", HASH),
  PASSPORT(Group.PERSONAL, "Passports, where a text calls them so", "passport C01X00T47", HASH),
  DRIVER_LICENCE(
      Group.PERSONAL, "Driving licences, where a text calls them so", "licence D1234562", HASH),
  IP_ADDRESS(Group.PERSONAL, "IP addresses", "203.0.113.7", HASH),
  MAC_ADDRESS(Group.PERSONAL, "Hardware (MAC) addresses", "00:1A:2B:3C:4D:5E", HASH),
  CRYPTO_WALLET(Group.PERSONAL, "Crypto wallets", "bc1q…", HASH),
  PERSON_NAME(Group.DECLARED, "Names of people in declared fields", "customer_name", HASH),
  PERSON(Group.PERSONAL, "Names of people in texts", "My name is Ada Lovelace", KEEP),
  AWS_KEY(Group.SECRET, "AWS keys", "AKIA…", REDACT),
  GOOGLE_KEY(Group.SECRET, "Google keys and tokens", "AIza…", REDACT),
  AZURE_KEY(Group.SECRET, "Azure keys", "…8Q~…", REDACT),
  GITHUB_TOKEN(Group.SECRET, "GitHub tokens", "ghp_…", REDACT),
  GITLAB_TOKEN(Group.SECRET, "GitLab tokens", "glpat-…", REDACT),
  SLACK_TOKEN(Group.SECRET, "Slack tokens and webhooks", "xoxb-…", REDACT),
  STRIPE_KEY(Group.SECRET, "Stripe keys", "sk_live_…", REDACT),
  OPENAI_KEY(Group.SECRET, "OpenAI keys", "sk-proj-…", REDACT),
  ANTHROPIC_KEY(Group.SECRET, "Anthropic keys", "sk-ant-…", REDACT),
  METAAGENT_KEY(Group.SECRET, "Keys of MetaAgent", "ma_…", REDACT),
  API_KEY(Group.SECRET, "Keys and tokens of other services", "hf_…, SG.…, npm_…", REDACT),
  JWT(Group.SECRET, "JSON web tokens", "eyJ….eyJ….…", REDACT),
  BEARER_TOKEN(Group.SECRET, "Authorization headers", "Bearer …", REDACT),
  PRIVATE_KEY(Group.SECRET, "Private keys (PEM)", "-----BEGIN PRIVATE KEY-----", REDACT),
  PASSWORD(Group.SECRET, "Passwords in fields and settings", "password=…", REDACT),
  URL_CREDENTIALS(Group.SECRET, "Credentials in addresses", "https://user:…@host", REDACT);

  /// Where a class belongs.
  public enum Group {
    PERSONAL,
    SECRET,
    DECLARED;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Group group;
  private final String title;
  private final String example;
  private final Treatment standard;

  DataClass(Group group, String title, String example, Treatment standard) {
    this.group = group;
    this.title = title;
    this.example = example;
    this.standard = standard;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Its place in lists of all classes.
  @SuppressWarnings("EnumOrdinal")
  public int index() {
    return ordinal();
  }

  @SuppressWarnings("EnumOrdinal")
  public static DataClass at(int index) {
    return values()[index];
  }

  public Group group() {
    return group;
  }

  public String title() {
    return title;
  }

  /// What a class misses that its name promises; null where there is nothing to say.
  public @Nullable String note() {
    return this == PERSON
        ? "Finds about two of three names, by words such as “my name is” and by lists of given and"
            + " family names. Not found: names in other than Latin writing, names in small letters,"
            + " and rare names with no such word beside them. A few places and companies are taken"
            + " for people. Reading texts takes about four times as long."
        : null;
  }

  public String example() {
    return example;
  }

  public Treatment standard() {
    return standard;
  }
}
