/// Reads texts: their letters, their encodings, and what words say about the value beside them.
@NullMarked
package dev.metaagent.privacy.detect.text;

import org.jspecify.annotations.NullMarked;
