package dev.metaagent.sdk;

import io.opentelemetry.api.common.AttributeKey;

/// Attributes of spans, as in the mapping of telemetry.
final class Names {

  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
  static final AttributeKey<String> KIND = AttributeKey.stringKey("metaagent.action.kind");
  static final AttributeKey<String> INPUT = AttributeKey.stringKey("metaagent.input");
  static final AttributeKey<String> OUTPUT = AttributeKey.stringKey("metaagent.output");
  static final AttributeKey<String> SESSION = AttributeKey.stringKey("metaagent.session.id");
  static final AttributeKey<String> USER = AttributeKey.stringKey("metaagent.user.id");
  static final AttributeKey<String> TASK_CLASS = AttributeKey.stringKey("metaagent.task.class");
  static final AttributeKey<String> VERSION = AttributeKey.stringKey("metaagent.agent.version");
  static final AttributeKey<Boolean> SUCCESS = AttributeKey.booleanKey("metaagent.success");
  static final AttributeKey<String> PROMPT = AttributeKey.stringKey("metaagent.prompt.name");
  static final AttributeKey<String> PROMPT_VERSION =
      AttributeKey.stringKey("metaagent.prompt.version");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> CACHE_READ_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<Long> CACHE_WRITE_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_write.input_tokens");
  static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
  static final AttributeKey<String> TOOL_ARGUMENTS =
      AttributeKey.stringKey("gen_ai.tool.call.arguments");
  static final AttributeKey<String> TOOL_RESULT = AttributeKey.stringKey("gen_ai.tool.call.result");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> POLICY_EFFECT =
      AttributeKey.stringKey("metaagent.policy.effect");
  static final AttributeKey<String> POLICY_RULE = AttributeKey.stringKey("metaagent.policy.rule");
  static final AttributeKey<Long> POLICY_VERSION = AttributeKey.longKey("metaagent.policy.version");
  static final String METADATA = "metaagent.attr.";

  private Names() {}
}
