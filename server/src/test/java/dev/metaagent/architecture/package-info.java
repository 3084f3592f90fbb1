/// Architecture tests: module dependencies, coding rules, the size of packages and methods, and
/// isolation between tenants.
@NullMarked
package dev.metaagent.architecture;

import org.jspecify.annotations.NullMarked;
