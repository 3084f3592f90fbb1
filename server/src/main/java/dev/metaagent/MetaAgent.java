package dev.metaagent;

import dev.metaagent.audit.AuditCommand;
import dev.metaagent.client.ClientCommand;
import dev.metaagent.database.Maintenance;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The server process; with `backup`, `restore`, `audit` or a command of a client as its argument,
/// that instead.
@SpringBootApplication
@ConfigurationPropertiesScan
public class MetaAgent {

  public static void main(String[] arguments) {
    if (Maintenance.asked(arguments)) {
      System.exit(Maintenance.run(arguments, Clock.systemUTC()));
    }
    if (AuditCommand.asked(arguments)) {
      System.exit(AuditCommand.run(arguments, System.getenv(), Clock.systemUTC(), System.out));
    }
    if (ClientCommand.asked(arguments)) {
      System.exit(ClientCommand.run(arguments, System.getenv(), System.out, System.err));
    }
    Thread.setDefaultUncaughtExceptionHandler(MetaAgent::died);
    SpringApplication.run(MetaAgent.class, arguments);
  }

  /// A thread that the virtual machine ended, by want of memory above all, leaves a server that
  /// neither serves nor stops: the process ends, so that a supervisor starts it again.
  @SuppressWarnings("SystemOut")
  private static void died(Thread thread, Throwable why) {
    System.err.println("The thread " + thread.getName() + " ended: " + why);
    if (why instanceof VirtualMachineError) {
      Runtime.getRuntime().halt(3);
    }
  }
}
