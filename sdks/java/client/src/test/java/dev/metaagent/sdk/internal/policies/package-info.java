@NullMarked
package dev.metaagent.sdk.internal.policies;

import org.jspecify.annotations.NullMarked;
