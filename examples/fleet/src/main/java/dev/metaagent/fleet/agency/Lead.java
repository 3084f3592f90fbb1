package dev.metaagent.fleet.agency;

/// A company that the agency would like to win for a client. All of it is made up: domains end in
/// `.example`, telephone numbers are among those reserved for fiction.
///
/// @param city empty when it is not known
/// @param contact empty when it is not known
/// @param inCrm whether somebody has entered it
public record Lead(
    long number,
    String company,
    String domain,
    String city,
    boolean german,
    String contact,
    String address,
    String phone,
    Campaign campaign,
    String manager,
    boolean inCrm) {

  /// What the agency writes about.
  public record Campaign(String name, String topic, String german, double germanShare) {}

  String language() {
    return german ? "de" : "en";
  }

  /// Its campaign and itself: the conversation that its runs belong to.
  String session() {
    return campaign.name() + "/" + number % 10_000_000;
  }

  /// The lead as it is described to agents.
  String card() {
    return """
    Company: %s
    Website: %s
    City: %s
    Language: %s
    Contact: %s
    Address: %s
    Phone: %s
    Campaign: %s
    Topic: %s
    Account manager: %s\
    """
        .formatted(
            company,
            domain,
            city,
            language(),
            contact,
            address,
            phone,
            campaign.name(),
            german ? campaign.german() : campaign.topic(),
            manager);
  }
}
