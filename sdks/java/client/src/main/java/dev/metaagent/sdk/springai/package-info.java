/// Hooks for Spring AI: chats are executions, tools are asked for.
@NullMarked
package dev.metaagent.sdk.springai;

import org.jspecify.annotations.NullMarked;
