/// Hooks for LangChain4j: model calls are told, tools are asked for.
@NullMarked
package dev.metaagent.sdk.langchain4j;

import org.jspecify.annotations.NullMarked;
