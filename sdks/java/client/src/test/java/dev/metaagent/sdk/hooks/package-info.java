@NullMarked
package dev.metaagent.sdk.hooks;

import org.jspecify.annotations.NullMarked;
