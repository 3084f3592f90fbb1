/// The whole document of a policy, and which document is held.
@NullMarked
package dev.metaagent.policy.document;

import org.jspecify.annotations.NullMarked;
