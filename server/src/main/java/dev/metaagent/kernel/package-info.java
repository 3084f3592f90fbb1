/// Value types every room needs: ids, money, pages, error codes. No Spring; entry needs three
/// users.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.metaagent.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
