@NullMarked
package dev.metaagent.policy.signing;

import org.jspecify.annotations.NullMarked;
