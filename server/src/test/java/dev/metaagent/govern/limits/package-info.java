/// Tests of what is served to SDKs.
@NullMarked
package dev.metaagent.govern.limits;

import org.jspecify.annotations.NullMarked;
