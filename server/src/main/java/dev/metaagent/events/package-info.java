/// The event log: what was committed, in order and resumable (a transactional outbox), and one kind
/// of consumer with cursor, wake-up, back-off, set-aside events (dead letters) and lag metric. It
/// knows no event type.
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "database", "tenancy"})
package dev.metaagent.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
