@NullMarked
package dev.metaagent.sdk.internal.telemetry;

import org.jspecify.annotations.NullMarked;
