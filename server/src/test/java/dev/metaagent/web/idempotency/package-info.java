@NullMarked
package dev.metaagent.web.idempotency;

import org.jspecify.annotations.NullMarked;
