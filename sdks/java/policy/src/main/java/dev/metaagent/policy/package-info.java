/// What a policy decides about runs: whether they may begin and go on, what they cost. Pure
/// functions.
@NullMarked
package dev.metaagent.policy;

import org.jspecify.annotations.NullMarked;
