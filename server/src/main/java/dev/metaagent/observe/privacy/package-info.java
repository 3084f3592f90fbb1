/// Keeps personal data and secrets out of storage: finds them in telemetry before anything is
/// written, and replaces them as the policy of the organization says.
@NullMarked
package dev.metaagent.observe.privacy;

import org.jspecify.annotations.NullMarked;
