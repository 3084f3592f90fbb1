package dev.metaagent.conventions;

import dev.metaagent.conventions.attributes.AttributeValues;
import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.KnownNames;
import dev.metaagent.conventions.attributes.SpanFacts;
import dev.metaagent.conventions.attributes.UsageNames;
import dev.metaagent.conventions.json.Json;
import dev.metaagent.conventions.json.NumbersInObject;
import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tokens and cost, brought to one meaning: input includes its cached parts, output its reasoning.
 * Emitters disagree; where they send a total, the total decides.
 */
final class Usages {
  private Usages() {}

  /** What a span reports; for a call, also what the answer in it reports. */
  static Usage of(SpanFacts facts, String scope, boolean call) {
    String details = details(facts);
    Usage usage =
        details != null && details.charAt(0) == '{'
            ? ofDetails(NumbersInObject.of(details), apart(facts))
            : plain(facts);
    if (!usage.hasTokens() && details != null) {
      usage = plain(facts);
    }
    if (call) {
      usage = usage.hasTokens() ? completed(usage, facts) : ofAnswer(facts);
    }
    usage = corrected(usage, facts, scope, call);
    Long cost = cost(facts, usage);
    return cost == null
        ? usage
        : new Usage(
            usage.inputTokens(),
            usage.outputTokens(),
            usage.cacheReadTokens(),
            usage.cacheWriteTokens(),
            usage.reasoningTokens(),
            cost);
  }

  /** A usage object, sent as JSON or as a map. */
  private static @Nullable String details(SpanFacts facts) {
    AnyValue sent = facts.value(Field.USAGE_DETAILS);
    return sent != null && sent.hasKvlistValue()
        ? Json.of(sent).toString()
        : facts.text(Field.USAGE_DETAILS);
  }

  /** Whether the provider's own input leaves cached tokens out, and its answer has no total. */
  private static boolean apart(SpanFacts facts) {
    String provider = KnownNames.provider(facts.text(Field.PROVIDER));
    String model = facts.text(Field.RESPONSE_MODEL);
    model = model == null ? facts.text(Field.REQUEST_MODEL) : model;
    return "anthropic".equals(provider)
        || "aws.bedrock".equals(provider)
        || (model != null && model.contains("claude"));
  }

  /** What is known of an emitter or a provider, where the numbers alone do not tell. */
  private static Usage corrected(Usage usage, SpanFacts facts, String scope, boolean call) {
    Long input = usage.inputTokens();
    Long output = usage.outputTokens();
    if (call && orZero(input) == 0 && orZero(output) == 0) {
      return Usage.NONE; // no call is free: the counts were not known
    }
    long cached = orZero(usage.cacheReadTokens()) + orZero(usage.cacheWriteTokens());
    if (input != null && input >= cached && cached > 0 && copiesBedrock(scope)) {
      input += cached;
    }
    Long total = facts.count(Field.TOTAL_TOKENS);
    boolean thoughtLeftOut =
        input != null
            && output != null
            && total != null
            && total > input + output
            && cached == 0
            && usage.reasoningTokens() == null
            && isGoogle(facts);
    // no call reads nothing, and none that read something and cost something wrote nothing
    return withinTotals(
        call && orZero(input) == 0 ? null : input,
        thoughtLeftOut && input != null && total != null
            ? Long.valueOf(total - input)
            : call && orZero(output) == 0 ? null : output,
        usage);
  }

  /** A detail that is larger than what it is a part of is not believed: it is unknown. */
  private static Usage withinTotals(@Nullable Long input, @Nullable Long output, Usage details) {
    long cached = orZero(details.cacheReadTokens()) + orZero(details.cacheWriteTokens());
    boolean cache = input == null || cached <= input;
    boolean thought = output == null || orZero(details.reasoningTokens()) <= output;
    return new Usage(
        input,
        output,
        cache ? details.cacheReadTokens() : null,
        cache ? details.cacheWriteTokens() : null,
        thought ? details.reasoningTokens() : null,
        null);
  }

  /** Bedrock's own input excludes cached tokens, and these instrumentations copy it. */
  private static boolean copiesBedrock(String scope) {
    return scope.contains("botocore") || scope.equals("opentelemetry.instrumentation.bedrock");
  }

  /** Google's total holds thoughts that its candidates do not. */
  private static boolean isGoogle(SpanFacts facts) {
    String provider = KnownNames.provider(facts.text(Field.PROVIDER));
    return provider != null && provider.startsWith("gcp.");
  }

  private static Usage plain(SpanFacts facts) {
    Long input = facts.count(Field.INPUT_TOKENS);
    Long output = facts.count(Field.OUTPUT_TOKENS);
    Long total = facts.count(Field.TOTAL_TOKENS);
    Long read = facts.count(Field.CACHE_READ);
    Long write = facts.count(Field.CACHE_WRITE);
    Long reasoning = facts.count(Field.REASONING);
    if (input == null && output == null) {
      return total == null ? Usage.NONE : whole(total, read, write, reasoning);
    }
    String vendor = facts.text(Field.PROVIDER_METADATA);
    if (read == null && write == null && vendor != null && vendor.contains("\"anthropic\"")) {
      return ofAnthropic(NumbersInObject.of(vendor), input, output, reasoning);
    }
    return settled(new Usage(input, output, read, write, reasoning, null), total, apart(facts));
  }

  /** Only a total is known, as for embeddings: it is all input. */
  private static Usage whole(
      Long total, @Nullable Long read, @Nullable Long write, @Nullable Long reasoning) {
    return new Usage(total, null, read, write, reasoning, null);
  }

  /**
   * Adds cached or reasoning parts that the emitter left out of input or output. A total that input
   * and output make up leaves nothing to add, except where the provider counts cached tokens apart
   * and the emitter made the total.
   */
  private static Usage settled(Usage sent, @Nullable Long total, boolean apart) {
    Long input = sent.inputTokens();
    Long output = sent.outputTokens();
    long cached = orZero(sent.cacheReadTokens()) + orZero(sent.cacheWriteTokens());
    long thought = orZero(sent.reasoningTokens());
    boolean known = total != null && input != null && output != null;
    long missing = known ? orZero(total) - orZero(input) - orZero(output) : Long.MAX_VALUE;
    boolean addCached = input != null && input < cached && (missing >= cached || apart);
    boolean addThought = output != null && output < thought && missing >= thought;
    if (known && missing > 0) {
      addCached = addCached || (cached > 0 && (missing == cached || missing == cached + thought));
      addThought =
          addThought || (thought > 0 && (missing == thought || missing == cached + thought));
    }
    return new Usage(
        addCached && input != null ? Long.valueOf(input + cached) : input,
        addThought && output != null ? Long.valueOf(output + thought) : output,
        sent.cacheReadTokens(),
        sent.cacheWriteTokens(),
        sent.reasoningTokens(),
        null);
  }

  /** Vercel 5 keeps Anthropic's cached counts, which its input lacks, in the vendor's metadata. */
  private static Usage ofAnthropic(
      Map<String, Double> vendor,
      @Nullable Long input,
      @Nullable Long output,
      @Nullable Long reasoning) {
    Long read = count(vendor, "anthropic.usage.cache_read_input_tokens");
    Long write = count(vendor, "anthropic.usage.cache_creation_input_tokens");
    Long bare = count(vendor, "anthropic.usage.input_tokens");
    boolean excluded = input != null && (bare == null || bare.equals(input));
    return new Usage(
        excluded && input != null ? Long.valueOf(input + orZero(read) + orZero(write)) : input,
        output,
        read,
        write,
        reasoning,
        null);
  }

  /** A JSON object of named counts: disjoint parts (Langfuse), or inclusive ones with details. */
  private static Usage ofDetails(Map<String, Double> parts, boolean apart) {
    Long input =
        first(
            parts,
            "promptTokenCount",
            "input",
            "input_tokens",
            "prompt_tokens",
            "promptTokens",
            "inputTokens");
    Long output =
        first(
            parts,
            "candidatesTokenCount",
            "output",
            "output_tokens",
            "completion_tokens",
            "completionTokens",
            "outputTokens");
    Long total = first(parts, "totalTokenCount", "total", "total_tokens", "totalTokens");
    Long read =
        first(
            parts,
            "cachedContentTokenCount",
            "cachedContentTokens",
            "input_tokens_details.cached_tokens",
            "input_cache_read",
            "input_cached_tokens",
            "cache_read_input_tokens",
            "input_token_details.cache_read",
            "prompt_tokens_details.cached_tokens",
            "input_cached",
            "cache_read",
            "cached_tokens");
    Long write =
        first(
            parts,
            "input_cache_creation",
            "input_cache_write",
            "cache_creation_input_tokens",
            "input_token_details.cache_creation",
            "cache_write",
            "cache_creation");
    Long reasoning =
        first(
            parts,
            "thoughtsTokenCount",
            "thoughtsTokens",
            "output_tokens_details.reasoning_tokens",
            "output_reasoning",
            "output_reasoning_tokens",
            "output_token_details.reasoning",
            "completion_tokens_details.reasoning_tokens",
            "reasoning_tokens",
            "reasoning");
    Usage sent = withUnlisted(parts, new Usage(input, output, read, write, reasoning, null));
    return parts.containsKey("input") || parts.containsKey("output")
        ? ofNamed(parts, sent, total)
        : settled(sent, total, apart);
  }

  /** With the details that only the words of their keys tell. */
  private static Usage withUnlisted(Map<String, Double> parts, Usage sent) {
    Long read = sent.cacheReadTokens();
    Long write = sent.cacheWriteTokens();
    Long reasoning = sent.reasoningTokens();
    return new Usage(
        sent.inputTokens(),
        sent.outputTokens(),
        read == null ? unlisted(parts, Field.CACHE_READ) : read,
        write == null ? unlisted(parts, Field.CACHE_WRITE) : write,
        reasoning == null ? unlisted(parts, Field.REASONING) : reasoning,
        null);
  }

  /** Parts of input and output: disjoint, unless the two alone already make the total. */
  private static Usage ofNamed(Map<String, Double> parts, Usage reported, @Nullable Long total) {
    long allInput = sum(parts, "input");
    long allOutput = sum(parts, "output");
    boolean inclusive =
        total != null
            && orZero(reported.inputTokens()) + orZero(reported.outputTokens()) == total
            && allInput + allOutput != total;
    return inclusive
        ? reported
        : new Usage(
            allInput,
            allOutput,
            reported.cacheReadTokens(),
            reported.cacheWriteTokens(),
            reported.reasoningTokens(),
            null);
  }

  /** Some emitters report the sums, and leave their details in the model's answer. */
  private static Usage completed(Usage usage, SpanFacts facts) {
    if (usage.cacheReadTokens() != null && usage.reasoningTokens() != null) {
      return usage;
    }
    String body = facts.text(Field.OUTPUT_BODY);
    boolean detailed = body != null && (body.contains("_details\"") || body.contains("cache_read"));
    Usage told = detailed ? ofAnswer(facts) : Usage.NONE;
    boolean same =
        Objects.equals(told.inputTokens(), usage.inputTokens())
            && Objects.equals(told.outputTokens(), usage.outputTokens());
    return same ? usage.completedBy(told) : usage;
  }

  /** Some emitters leave the counts only in the model's answer. */
  private static Usage ofAnswer(SpanFacts facts) {
    String body = facts.text(Field.OUTPUT_BODY);
    if (body == null || !body.contains("oken") || "{[".indexOf(body.charAt(0)) < 0) {
      return Usage.NONE;
    }
    Usage first = Usage.NONE;
    for (Map<String, Double> parts : UsageInAnswer.all(body)) {
      Usage reported = ofDetails(parts, apart(facts));
      boolean same =
          Objects.equals(reported.inputTokens(), first.inputTokens())
              && Objects.equals(reported.outputTokens(), first.outputTokens());
      if (!first.hasTokens() || (same && first.cacheReadTokens() == null)) {
        first = reported;
      }
    }
    return first;
  }

  /**
   * The sender's own cost. That tokens cost nothing says somebody without a price list; only by
   * MetaAgent's own name it is believed.
   */
  private static @Nullable Long cost(SpanFacts facts, Usage usage) {
    Long cost = cost(facts);
    boolean unknown =
        cost != null && cost == 0 && usage.hasTokens() && !facts.saidByFirstName(Field.COST);
    return unknown ? null : cost;
  }

  private static @Nullable Long cost(SpanFacts facts) {
    String details = facts.text(Field.COST_DETAILS);
    if (details != null && details.charAt(0) == '{') {
      Map<String, Double> parts = NumbersInObject.of(details);
      Double total = parts.get("total");
      if (total != null) {
        return AttributeValues.nanoUsd(total);
      }
      if (!parts.isEmpty()) {
        return AttributeValues.nanoUsd(
            parts.values().stream().mapToDouble(Double::doubleValue).sum());
      }
    }
    return AttributeValues.nanoUsd(facts.number(Field.COST));
  }

  private static long sum(Map<String, Double> parts, String side) {
    long sum = 0;
    for (Map.Entry<String, Double> part : parts.entrySet()) {
      String name = part.getKey();
      if (name.equals(side) || name.startsWith(side + "_")) {
        sum += Math.round(part.getValue());
      }
    }
    return sum;
  }

  /** The largest count whose key means a detail, where no listed key does. */
  private static @Nullable Long unlisted(Map<String, Double> parts, Field detail) {
    Long largest = null;
    for (String key : parts.keySet()) {
      Long count = UsageNames.detail(key) == detail ? count(parts, key) : null;
      if (count != null && (largest == null || count > largest)) {
        largest = count;
      }
    }
    return largest;
  }

  private static @Nullable Long first(Map<String, Double> parts, String... names) {
    for (String name : names) {
      Long count = count(parts, name);
      if (count != null) {
        return count;
      }
    }
    return null;
  }

  private static @Nullable Long count(Map<String, Double> parts, String name) {
    Double value = parts.get(name);
    return value == null || value < 0 ? null : Math.round(value);
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
