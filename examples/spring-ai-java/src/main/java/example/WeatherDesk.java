package example;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A Spring AI agent whose telemetry goes to MetaAgent. Its model is scripted: no key needed. */
@SpringBootApplication
public class WeatherDesk {

  public static void main(String[] args) {
    SpringApplication.run(WeatherDesk.class, args).close();
  }

  /** What the agent may call. */
  static class Weather {
    @Tool(description = "The weather of a town")
    String currentWeather(String town) {
      return "it rains in " + town;
    }
  }

  @Bean
  ChatModel model(ObservationRegistry observations) {
    return new ScriptedModel(observations, "currentWeather", "{\"town\":\"Aachen\"}");
  }

  @Bean
  CommandLineRunner desk(ChatClient.Builder chat) {
    return args ->
        System.out.println(
            chat.build()
                .prompt("Do I need an umbrella in Aachen?")
                .tools(new Weather())
                .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "thread-9"))
                .call()
                .content());
  }
}
