/// Secret tokens, their hashes, and files that hold them.
@NullMarked
package dev.metaagent.access.secrets;

import org.jspecify.annotations.NullMarked;
