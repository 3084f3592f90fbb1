package dev.metaagent.conventions.attributes;

import static dev.metaagent.conventions.attributes.Field.ENVIRONMENT;
import static dev.metaagent.conventions.attributes.Field.PROMPT_NAME;
import static dev.metaagent.conventions.attributes.Field.PROMPT_VERSION;
import static dev.metaagent.conventions.attributes.Field.SESSION;
import static dev.metaagent.conventions.attributes.Field.USER;

/**
 * The part of the table of attribute names that says for whom, where and with which prompt an agent
 * ran: each framework has a place of its own for it.
 */
final class RunNames {

  /** Takes one row of the table. */
  interface Table {
    void row(Field field, String... names);
  }

  private RunNames() {}

  static void rows(Table table) {
    table.row(
        SESSION,
        "metaagent.session.id",
        "gen_ai.conversation.id",
        "session.id",
        "langfuse.session.id",
        "spring.ai.chat.client.conversation.id",
        "ai.telemetry.metadata.sessionId",
        "ai.settings.context.sessionId",
        "langsmith.metadata.session_id",
        "traceloop.association.properties.session_id",
        "ai.telemetry.metadata.session_id",
        "ai.telemetry.metadata.conversationId",
        "ai.telemetry.metadata.threadId",
        "ai.telemetry.metadata.chatId",
        "ai.settings.context.conversationId",
        "ai.settings.context.threadId",
        "ai.settings.context.chatId",
        "langsmith.metadata.thread_id",
        "langsmith.metadata.conversation_id",
        "traceloop.association.properties.thread_id",
        "traceloop.association.properties.conversation_id",
        "traceloop.association.properties.chat_id",
        "mlflow.trace.session",
        "lmnr.association.properties.session_id",
        "mastra.metadata.sessionId",
        "mastra.metadata.threadId",
        "metadata.session_id",
        "metadata.thread_id",
        "gen_ai.session.id",
        "session_id",
        "genkit:sessionId",
        "conversation.id",
        "thread.id",
        "thread_id",
        "group_id",
        "sessionId",
        "threadId",
        "n8n.execution.id");
    userRows(table);
    versionRows(table);
  }

  private static void userRows(Table table) {
    table.row(
        USER,
        "metaagent.user.id",
        "user.id",
        "enduser.id",
        "langfuse.user.id",
        "ai.telemetry.metadata.userId",
        "ai.settings.context.userId",
        "traceloop.association.properties.user_id",
        "langsmith.metadata.user_id",
        "ai.telemetry.metadata.user_id",
        "ai.settings.context.user_id",
        "traceloop.association.properties.userId",
        "mlflow.trace.user",
        "lmnr.association.properties.user_id",
        "mastra.metadata.userId",
        "metadata.user_id",
        "gen_ai.user.id",
        "user_id",
        "userId",
        "gen_ai.user",
        "gen_ai.request.user",
        "llm.user");
  }

  private static void versionRows(Table table) {
    table.row(
        ENVIRONMENT,
        "metaagent.environment",
        "deployment.environment.name",
        "deployment.environment",
        "langfuse.environment");
    table.row(
        PROMPT_NAME,
        "metaagent.prompt.name",
        "gen_ai.prompt.name",
        "langfuse.observation.prompt.name",
        "traceloop.prompt.key",
        "prompt.id",
        "llm.prompt_template.name");
    table.row(
        PROMPT_VERSION,
        "metaagent.prompt.version",
        "gen_ai.prompt.version",
        "langfuse.observation.prompt.version",
        "traceloop.prompt.version",
        "llm.prompt_template.version");
  }
}
