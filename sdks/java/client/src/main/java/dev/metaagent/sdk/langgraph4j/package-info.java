/// A hook for LangGraph4j that asks the policy before a node.
@NullMarked
package dev.metaagent.sdk.langgraph4j;

import org.jspecify.annotations.NullMarked;
