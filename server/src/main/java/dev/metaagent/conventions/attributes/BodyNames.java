package dev.metaagent.conventions.attributes;

import static dev.metaagent.conventions.attributes.AttributeNames.row;

/** Rows of the table of attribute names whose values are bodies, in which facts may lie. */
final class BodyNames {
  private BodyNames() {}

  static void rows() {
    row(Field.INPUT_BODY, "input.value");
    row(
        Field.OUTPUT_BODY,
        "output.value",
        "haystack.component.output",
        "haystack.agent.step.llm.output",
        "gen_ai.completion",
        "mlflow.spanOutputs",
        "lmnr.span.output",
        "genkit:output",
        "traceloop.entity.output",
        "langfuse.observation.output",
        "response_data");
    row(
        Field.PARAMETERS,
        "llm.invocation_parameters",
        "langfuse.observation.model.parameters",
        "gen_ai.request.parameters",
        "langsmith.metadata.stream",
        "langsmith.metadata.streaming",
        "model_config",
        "request_data",
        "mlflow.spanInputs");
  }
}
