@NullMarked
package dev.metaagent.sdk.boot;

import org.jspecify.annotations.NullMarked;
