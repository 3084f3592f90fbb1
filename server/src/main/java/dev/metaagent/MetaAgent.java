package dev.metaagent;

import dev.metaagent.database.Maintenance;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The server process; with `backup` or `restore` as its argument, that instead.
@SpringBootApplication
@ConfigurationPropertiesScan
public class MetaAgent {

  public static void main(String[] arguments) {
    if (Maintenance.asked(arguments)) {
      System.exit(Maintenance.run(arguments, Clock.systemUTC()));
    }
    SpringApplication.run(MetaAgent.class, arguments);
  }
}
