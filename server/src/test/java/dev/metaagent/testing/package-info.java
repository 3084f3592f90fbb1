/// What tests share: a real database, tenants, and the real data sets.
@NullMarked
package dev.metaagent.testing;

import org.jspecify.annotations.NullMarked;
