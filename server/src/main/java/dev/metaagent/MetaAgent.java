package dev.metaagent;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The server process.
@SpringBootApplication
@ConfigurationPropertiesScan
public class MetaAgent {

  public static void main(String[] arguments) {
    SpringApplication.run(MetaAgent.class, arguments);
  }
}
