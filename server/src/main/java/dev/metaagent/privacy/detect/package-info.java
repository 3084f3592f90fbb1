/// Finds personal data and secrets in texts: one detector for each kind, a scan that runs them once
/// over a text, in linear time.
@NullMarked
package dev.metaagent.privacy.detect;

import org.jspecify.annotations.NullMarked;
