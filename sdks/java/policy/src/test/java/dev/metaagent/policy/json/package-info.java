@NullMarked
package dev.metaagent.policy.json;

import org.jspecify.annotations.NullMarked;
