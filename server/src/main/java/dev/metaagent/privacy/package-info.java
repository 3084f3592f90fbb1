/// Finds and replaces personal data and secrets in any value, in linear time, as the privacy policy
/// of the organization says.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "tenancy", "audit", "access"})
package dev.metaagent.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
