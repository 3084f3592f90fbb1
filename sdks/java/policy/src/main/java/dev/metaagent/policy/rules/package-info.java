/// Rules on tool calls: globs, paths, conditions, and what they decide.
@NullMarked
package dev.metaagent.policy.rules;

import org.jspecify.annotations.NullMarked;
