/// Which processes hold which version of a policy, and which of them have a stream open.
@NullMarked
package dev.metaagent.govern.holders;

import org.jspecify.annotations.NullMarked;
