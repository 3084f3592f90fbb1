package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.model.ToolOffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// The systems around the agency: its CRM, the web, mail hosts, calendars, and the board on which
/// its people keep their tasks.
final class Tools {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Tools() {}

  /// Looks companies up; the ones that nobody entered are not found.
  static Tool crm() {
    return new Simple(
        new ToolOffer("crm_lookup", "Find a company in the CRM", List.of("company")),
        (arguments, lead, now, random) ->
            lead.inCrm()
                ? Tool.Result.of(
                    JSON.writeValueAsString(
                        Map.of(
                            "stage",
                            random.nextBoolean() ? "new" : "contacted",
                            "employees",
                            random.nextInt(3, 60))),
                    Tool.about(70, random))
                : Tool.Result.failed(
                    "NotFoundException",
                    "404 no record of " + lead.company(),
                    Tool.about(45, random)));
  }

  static Tool web() {
    return new Simple(
        new ToolOffer("search_web", "Search the web for news of a company", List.of("company")),
        (arguments, lead, now, random) ->
            Tool.Result.of(
                """
                1. %s: projects and team (%s)
                2. Local paper: installers in %s look for staff
                3. Register of companies: entry unchanged\
                """
                    .formatted(
                        lead.company(),
                        lead.domain(),
                        lead.city().isEmpty() ? "the region" : lead.city()),
                Tool.about(620, random)));
  }

  /// Asks the mail host of an address. Some hosts let everybody wait, and some too long.
  static Tool mailbox() {
    return new Simple(
        new ToolOffer("mailbox_check", "Ask a mail host about an address", List.of("address")),
        (arguments, lead, now, random) -> {
          boolean slowHost = Math.floorMod(lead.domain().hashCode(), 12) == 0;
          double took = Tool.about(slowHost ? 1_250 : 210, random);
          if (took > 2_000) {
            return Tool.Result.failed(
                "TimeoutException", "mx." + lead.domain() + " did not answer within 2 s", 2_000);
          }
          boolean accepts = random.nextDouble() > 0.03;
          return Tool.Result.of(JSON.writeValueAsString(Map.of("accepts", accepts)), took);
        });
  }

  static Tool calendar() {
    return new Simple(
        new ToolOffer(
            "calendar_free", "Free hours of an account manager", List.of("account_manager")),
        (arguments, lead, now, random) ->
            Tool.Result.of(
                JSON.writeValueAsString(
                    Map.of("free", List.of("Thu 10:00", "Thu 15:30", "Fri 09:30"))),
                Tool.about(140, random)));
  }

  /// The task board, which is slow since its last upgrade.
  ///
  /// @param slowSince the time of that upgrade
  static Tool taskBoard(Instant slowSince) {
    return new Simple(
        new ToolOffer("create_task", "Put a task on the board", List.of("task", "due", "assignee")),
        (arguments, lead, now, random) ->
            Tool.Result.of(
                JSON.writeValueAsString(Map.of("id", "T-" + random.nextInt(1_000, 10_000))),
                Tool.about(now.isBefore(slowSince) ? 1_450 : 8_200, 0.2, random)));
  }

  static Tool figures() {
    return new Simple(
        new ToolOffer("campaign_figures", "The week of a campaign", List.of("campaign")),
        (arguments, lead, now, random) -> {
          StringBuilder table = new StringBuilder("day sent opened replied talks\n");
          for (String day : List.of("Mon", "Tue", "Wed", "Thu", "Fri")) {
            int sent = random.nextInt(40, 120);
            table
                .append(day)
                .append(' ')
                .append(sent)
                .append(' ')
                .append(sent * random.nextInt(30, 60) / 100)
                .append(' ')
                .append(sent * random.nextInt(4, 12) / 100)
                .append(' ')
                .append(random.nextInt(4))
                .append('\n');
          }
          return Tool.Result.of(table.toString(), Tool.about(900, random));
        });
  }

  private interface Work {
    Tool.Result call(Map<String, String> arguments, Lead lead, Instant now, RandomGenerator random);
  }

  private record Simple(ToolOffer offer, Work work) implements Tool {
    @Override
    public Result call(
        Map<String, String> arguments, Lead lead, Instant now, RandomGenerator random) {
      return work.call(arguments, lead, now, random);
    }
  }
}
