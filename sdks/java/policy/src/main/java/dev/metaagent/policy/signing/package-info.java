/// Ed25519 signatures of policies, and the keys that are trusted.
@NullMarked
package dev.metaagent.policy.signing;

import org.jspecify.annotations.NullMarked;
