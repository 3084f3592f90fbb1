/// Rate limits: token buckets by credential, address and e-mail address.
@NullMarked
package dev.metaagent.access.limits;

import org.jspecify.annotations.NullMarked;
