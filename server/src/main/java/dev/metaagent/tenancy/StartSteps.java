package dev.metaagent.tenancy;

import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Runs the steps of {@link BeforeListening}: in a phase before those in which servers open their
/// ports.
@Component
class StartSteps implements SmartLifecycle {

  private static final int BEFORE_SERVERS = 0;

  private final List<BeforeListening> steps;
  private volatile boolean done;

  StartSteps(List<BeforeListening> steps) {
    this.steps = List.copyOf(steps);
  }

  @Override
  public void start() {
    steps.forEach(BeforeListening::prepare);
    done = true;
  }

  @Override
  public void stop() {
    done = false;
  }

  @Override
  public boolean isRunning() {
    return done;
  }

  @Override
  public int getPhase() {
    return BEFORE_SERVERS;
  }
}
