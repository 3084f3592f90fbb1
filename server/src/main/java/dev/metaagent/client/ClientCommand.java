package dev.metaagent.client;

import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A command that talks to a server, named by METAAGENT_URL (default http://localhost:8080), with
/// the key of METAAGENT_KEY.
public final class ClientCommand {

  /// Exit codes: done; the server refused or is away; wrong use.
  static final int DONE = 0;

  static final int REFUSED = 1;
  static final int WRONG_USE = 2;

  private static final Set<String> COMMANDS = Set.of("approvals", "stop", "resume", "instrument");

  private ClientCommand() {}

  /// Whether the first argument of the process asks for such a command instead of the server.
  public static boolean asked(String[] arguments) {
    return arguments.length > 0 && COMMANDS.contains(arguments[0]);
  }

  /// Does it and answers the exit code.
  ///
  /// @param out gets the result
  /// @param err gets what went wrong, in one sentence
  public static int run(
      String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    try (Api api = Api.of(environment)) {
      Options options = Options.read(arguments);
      Answer answer =
          switch (arguments[0]) {
            case "approvals" -> new ApprovalCommands(api).run(options);
            case "instrument" -> new InstrumentCommand(api).run(options);
            default -> new StopCommands(api).run(arguments[0], options);
          };
      out.println(options.json() ? answer.json().toPrettyString() : answer.text());
      return DONE;
    } catch (WrongUse e) {
      err.println(e.getMessage());
      return WRONG_USE;
    } catch (Refused e) {
      err.println(e.getMessage());
      return REFUSED;
    }
  }

  /// The result of a command.
  ///
  /// @param text for people
  /// @param json what the server answered
  record Answer(String text, JsonNode json) {}

  /// The command was called wrongly.
  static final class WrongUse extends RuntimeException {
    WrongUse(String message) {
      super(message);
    }
  }

  /// The server did not do it.
  static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message);
    }
  }
}
