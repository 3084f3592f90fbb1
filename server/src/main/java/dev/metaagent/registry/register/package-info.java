/// The register of agents: what each is for, who answers for it, how it was reviewed, and what is
/// new since.
@NullMarked
package dev.metaagent.registry.register;

import org.jspecify.annotations.NullMarked;
