/// Composes and serves policies.
@NullMarked
package dev.metaagent.govern.policy;

import org.jspecify.annotations.NullMarked;
