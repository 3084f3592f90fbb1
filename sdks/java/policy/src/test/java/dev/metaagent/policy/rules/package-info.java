@NullMarked
package dev.metaagent.policy.rules;

import org.jspecify.annotations.NullMarked;
