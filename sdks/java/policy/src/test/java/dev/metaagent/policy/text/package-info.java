@NullMarked
package dev.metaagent.policy.text;

import org.jspecify.annotations.NullMarked;
