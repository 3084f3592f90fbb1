/// Which policy is held: polling, stream, disk, keys. Not an API.
@NullMarked
package dev.metaagent.sdk.internal.policies;

import org.jspecify.annotations.NullMarked;
