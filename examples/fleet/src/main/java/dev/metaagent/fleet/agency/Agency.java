package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.agency.Story.Setup;
import dev.metaagent.fleet.model.SimulatedModel;
import dev.metaagent.fleet.model.ToolOffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The agency at work: gives tasks to agents, which run as their prompts, models and tools let them
/// and are traced as any instrumented program is.
public final class Agency {

  /// The tool behind which another agent works.
  static final ToolOffer CHECKER =
      new ToolOffer(
          "deliverability_checker", "Ask the agent that checks addresses", List.of("address"));

  private final Instruments instruments;
  private final SimulatedModel model = new SimulatedModel();
  private final Story story;
  private final long seed;
  private final Map<Role, List<Tool>> tools = new EnumMap<>(Role.class);

  public Agency(Instruments instruments, Story story, long seed) {
    this.instruments = instruments;
    this.story = story;
    this.seed = seed;
    tools.put(Role.LEAD_RESEARCHER, List.of(Tools.crm(), Tools.web()));
    tools.put(Role.EMAIL_WRITER, List.of());
    tools.put(Role.DELIVERABILITY_CHECKER, List.of(Tools.mailbox()));
    tools.put(Role.REPLY_CLASSIFIER, List.of());
    tools.put(
        Role.TASK_AUTOMATOR,
        List.of(Refunds.tool(), Tools.calendar(), Tools.taskBoard(story.slowBoard())));
    tools.put(Role.REPORT_WRITER, List.of(Tools.figures()));
  }

  /// Does one task, on the thread of the caller and in the given time.
  public void work(Task task, Timeline time) {
    RandomGenerator random = Seeds.random(seed, 3, task.role().number(), task.number());
    SeededIds.with(random, () -> run(task, time, random));
  }

  /// The same for what arrives now, when replies also ask for money back.
  public void workNow(Task task, Timeline time) {
    work(Refunds.perhaps(task, seed), time);
  }

  /// Runs an agent, within what is open on this thread, and answers with its result.
  AgentRun.Result run(Task task, Timeline time, RandomGenerator random) {
    Setup setup = story.setup(task.role(), time.now());
    try (Instruments.Run told = instruments.begin(task, setup, time)) {
      String refusal = told.refusal();
      return refusal == null
          ? new AgentRun(this, told, task, setup, time, random).run()
          : new AgentRun.Result(false, refusal);
    }
  }

  SimulatedModel model() {
    return model;
  }

  List<Tool> tools(Role role) {
    return tools.getOrDefault(role, List.of());
  }
}
