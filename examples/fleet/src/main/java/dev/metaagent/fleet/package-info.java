/// The example fleet: loads some days of history into a MetaAgent and then lives on, at any speed,
/// from one seed.
@NullMarked
package dev.metaagent.fleet;

import org.jspecify.annotations.NullMarked;
