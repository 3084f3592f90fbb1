/// Deployments: which commit a version of an agent was built from, as those who put it in place
/// report.
@NullMarked
package dev.metaagent.registry.deployments;

import org.jspecify.annotations.NullMarked;
