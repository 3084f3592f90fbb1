/// Questions to a person about a tool call, and how they end.
@NullMarked
package dev.metaagent.policy.approvals;

import org.jspecify.annotations.NullMarked;
