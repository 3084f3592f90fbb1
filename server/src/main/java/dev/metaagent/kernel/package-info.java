/// Value types that every module needs: ids, money, pages, error codes. No Spring; a type belongs
/// here once three modules use it.
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.metaagent.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
