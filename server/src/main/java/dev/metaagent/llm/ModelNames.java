package dev.metaagent.llm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which one model is found in a list of prices. Clouds, routers and clients spell
/// it with a path, a region, a vendor, a day, a revision, a dot or a dash.
final class ModelNames {

  /// Segments of a path after which the model stands.
  private static final Set<String> BEFORE_MODEL =
      Set.of("models", "model", "deployments", "engines", "foundation-model", "inference-profile");

  /// Before a dot: the geography of a Bedrock profile, or the vendor of the model.
  private static final Pattern IN_FRONT =
      Pattern.compile(
          "^(?:(?:us|eu|apac|jp|au|ca|uk|in|sa|me|af|il|cn|us-gov|eusc|global)(?:-[a-z]+-\\d)?"
              + "|anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|google|qwen|writer|nvidia"
              + "|minimax|moonshot|moonshotai|zai|xai|databricks)\\.");

  /// Before a colon: the client or the cloud.
  private static final Pattern CLIENT =
      Pattern.compile(
          "^(?:openai|openai-chat|openai-responses|azure|azure-openai|anthropic|bedrock|google|"
              + "google-gla|google-vertex|googleai|google_genai|google_vertexai|gemini|vertexai|vertex|"
              + "mistral|mistralai|cohere|deepseek|xai|grok|groq|openrouter|litellm|together|fireworks|"
              + "bedrock_converse|azure_openai):");

  /// Ways in which a router chooses among hosts of the same model.
  private static final Pattern ROUTE =
      Pattern.compile(":(?:beta|nitro|floor|exacto|thinking|latest)$");

  /// What follows the model in the address of a call.
  private static final Pattern METHOD =
      Pattern.compile(
          ":(?:streamgeneratecontent|generatecontent|rawpredict|streamrawpredict|predict)$");

  /// A revision as Bedrock writes it. Other words behind a colon name a size or another offer.
  private static final Pattern REVISION = Pattern.compile("(:\\d{1,3}k?)+$");

  private static final Pattern VERSION = Pattern.compile("-v\\d{1,2}$");
  private static final Pattern SERIAL = Pattern.compile("-00\\d$");
  private static final Pattern DATE =
      Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2}|(0[1-9]|1[0-2])[0-3]\\d)$");
  private static final Pattern ALIAS = Pattern.compile("[-@](latest|default)$");
  private static final Pattern DAY = Pattern.compile("@(?=[\\w-]+$)");
  private static final Pattern NUMBER_FIRST =
      Pattern.compile("claude-(\\d+(?:-\\d{1,2})?)-(opus|sonnet|haiku|fable|mythos)");
  private static final Pattern NAME_FIRST =
      Pattern.compile("claude-(opus|sonnet|haiku)-(\\d+(?:-\\d{1,2})?)");
  private static final Pattern SEPARATORS = Pattern.compile("[._\\s]+");

  private ModelNames() {}

  /// Whether the name is that of an offer of a router that costs nothing.
  static boolean free(String model) {
    return model.toLowerCase(Locale.ROOT).endsWith(":free");
  }

  /// The names to look for, the most exact first: `openai/gpt-5-2025-08-07` is `gpt-5-2025-08-07`,
  /// then `gpt-5`. All are in the form of {@link #key}.
  static List<String> candidates(String model) {
    Set<String> names = new LinkedHashSet<>();
    String name = withoutPath(model.strip().toLowerCase(Locale.ROOT));
    names.add(key(name));
    name = CLIENT.matcher(name).replaceFirst("");
    for (Matcher front = IN_FRONT.matcher(name); front.find(); front = IN_FRONT.matcher(name)) {
      name = name.substring(front.end());
    }
    name = METHOD.matcher(name).replaceFirst("");
    name = name.startsWith("databricks-") ? name.substring("databricks-".length()) : name;
    name = name.startsWith("gpt-35-") ? "gpt-3.5-" + name.substring("gpt-35-".length()) : name;
    names.add(key(name));
    for (String next = shorter(name); !next.equals(name); next = shorter(name)) {
      name = next;
      names.add(key(name));
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(reordered(key(name)));
    return all;
  }

  /// One spelling of separators: `claude-sonnet-4.5` is `claude-sonnet-4-5`.
  static String key(String model) {
    return SEPARATORS.matcher(model.strip().toLowerCase(Locale.ROOT)).replaceAll("-");
  }

  private static String withoutPath(String name) {
    String[] segments = name.split("/", -1);
    for (int i = segments.length - 2; i >= 0; i--) {
      String segment = segments[i].substring(segments[i].lastIndexOf(':') + 1);
      if (BEFORE_MODEL.contains(segment)) {
        return segments[i + 1];
      }
    }
    return segments[segments.length - 1];
  }

  /// The name without the last of what follows the model; itself where nothing does.
  private static String shorter(String name) {
    for (Pattern tail : List.of(ROUTE, REVISION, ALIAS)) {
      Matcher found = tail.matcher(name);
      if (found.find()) {
        return name.substring(0, found.start());
      }
    }
    Matcher day = DAY.matcher(name);
    if (day.find()) {
      return name.substring(0, day.start()) + "-" + name.substring(day.end());
    }
    for (Pattern tail : List.of(VERSION, SERIAL, DATE)) {
      Matcher found = tail.matcher(name);
      if (found.find() && !(tail == DATE && name.startsWith("gpt-3.5"))) {
        return name.substring(0, found.start());
      }
    }
    return name;
  }

  /// Clients disagree on whether the number or the name of a Claude model comes first.
  private static List<String> reordered(String key) {
    Matcher number = NUMBER_FIRST.matcher(key);
    if (number.matches()) {
      return List.of("claude-" + number.group(2) + "-" + number.group(1));
    }
    Matcher name = NAME_FIRST.matcher(key);
    return name.matches() ? List.of("claude-" + name.group(2) + "-" + name.group(1)) : List.of();
  }
}
