/// Tests of what is served to SDKs.
@NullMarked
package dev.metaagent.govern.stream;

import org.jspecify.annotations.NullMarked;
