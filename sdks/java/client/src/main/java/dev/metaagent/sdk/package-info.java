/// The SDK: executions and actions of agents, their outcomes, and the policy that is asked before.
@NullMarked
package dev.metaagent.sdk;

import org.jspecify.annotations.NullMarked;
