package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.agency.Lead.Campaign;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Every lead there could be, each made of the seed and its number.
public final class Leads {

  private static final List<Campaign> CAMPAIGNS =
      List.of(
          new Campaign("autumn-solar", "rooftop solar", "Photovoltaik", 0.35),
          new Campaign("heat-pumps-north", "heat pumps", "Wärmepumpen", 0.5),
          new Campaign("wallbox-cities", "charging points", "Wallboxen", 0.3),
          new Campaign("storage-retrofit", "battery storage", "Stromspeicher", 0.25));

  private static final List<String> NAMES =
      List.of(
          "Northlight",
          "Brightfield",
          "Harbor",
          "Clearwater",
          "Redwood",
          "Summit",
          "Lakeside",
          "Copperhill",
          "Evergreen",
          "Bluestone",
          "Ironbridge",
          "Maplewood");
  private static final List<String> TRADES =
      List.of("Solar", "Energy", "Heating", "Electric", "Power Works", "Home Systems");
  private static final List<String> NAMES_DE =
      List.of(
          "Nordlicht",
          "Sonnenhof",
          "Lindenthal",
          "Bergmann",
          "Küstenwind",
          "Grünwald",
          "Steinbach",
          "Möwe",
          "Auenland",
          "Falkenried",
          "Hohenfels",
          "Rheinblick");
  private static final List<String> TRADES_DE =
      List.of(
          "Solar GmbH",
          "Energietechnik GmbH",
          "Wärme KG",
          "Elektro GmbH",
          "Haustechnik",
          "Dachbau GmbH");

  private static final List<String> CITIES =
      List.of("Springvale", "Port Ellery", "Ashford Mills", "Westbrook", "Cedar Point");
  private static final List<String> CITIES_DE =
      List.of("Neustadt", "Altenau", "Seeburg", "Rosenthal", "Mühlbach");

  private static final List<String> PEOPLE =
      List.of(
          "Alex Moreno",
          "Jordan Reed",
          "Sam Whitlock",
          "Casey Lindqvist",
          "Robin Hale",
          "Taylor Okoro");
  private static final List<String> PEOPLE_DE =
      List.of(
          "Frau Albers",
          "Herr Dietrich",
          "Frau Kessler",
          "Herr Brandt",
          "Frau Özdemir",
          "Herr Vogt");

  private static final List<String> MANAGERS =
      List.of("dana.okafor", "mira.adler", "jonas.weber", "priya.nair", "leo.martins");

  private final long seed;

  public Leads(long seed) {
    this.seed = seed;
  }

  public Lead at(long number) {
    RandomGenerator random = Seeds.random(seed, 1, number);
    Campaign campaign = pick(CAMPAIGNS, random);
    boolean german = random.nextDouble() < campaign.germanShare();
    String name = pick(german ? NAMES_DE : NAMES, random);
    String company = name + " " + pick(german ? TRADES_DE : TRADES, random);
    String domain = slug(company) + "-" + random.nextInt(10, 100) + ".example";
    String contact = random.nextDouble() < 0.07 ? "" : pick(german ? PEOPLE_DE : PEOPLE, random);
    String mailbox = contact.isEmpty() ? "info" : slug(contact.substring(contact.indexOf(' ') + 1));
    return new Lead(
        number,
        company,
        domain,
        random.nextDouble() < 0.05 ? "" : pick(german ? CITIES_DE : CITIES, random),
        german,
        contact,
        mailbox + "@" + domain,
        german
            ? "+49 30 23125 %03d".formatted(random.nextInt(1_000))
            : "+1 202-555-01%02d".formatted(random.nextInt(100)),
        campaign,
        pick(MANAGERS, random),
        random.nextDouble() >= 0.012);
  }

  private static String slug(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-");
  }

  private static <T> T pick(List<T> some, RandomGenerator random) {
    return some.get(random.nextInt(some.size()));
  }
}
