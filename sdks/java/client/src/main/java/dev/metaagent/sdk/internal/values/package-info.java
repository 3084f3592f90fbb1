/// Values of the host as plain values. Not an API.
@NullMarked
package dev.metaagent.sdk.internal.values;

import org.jspecify.annotations.NullMarked;
