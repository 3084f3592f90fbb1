package dev.metaagent;

import dev.metaagent.audit.AuditCommand;
import dev.metaagent.database.Maintenance;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The server process; with `backup`, `restore` or `audit` as its argument, that instead.
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
    SpringApplication.run(MetaAgent.class, arguments);
  }
}
