/// Tests of what is served to SDKs.
@NullMarked
package dev.metaagent.govern.policy;

import org.jspecify.annotations.NullMarked;
