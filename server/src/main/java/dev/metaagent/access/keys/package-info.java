/// API keys: issued, checked, revoked.
@NullMarked
package dev.metaagent.access.keys;

import org.jspecify.annotations.NullMarked;
