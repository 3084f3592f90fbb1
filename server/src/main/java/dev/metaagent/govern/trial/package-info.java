/// What an SDK would decide, said by the functions that it decides with.
@NullMarked
package dev.metaagent.govern.trial;

import org.jspecify.annotations.NullMarked;
