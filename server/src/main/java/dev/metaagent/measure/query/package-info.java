/// Request parameters that the endpoints of this module share.
@NullMarked
package dev.metaagent.measure.query;

import org.jspecify.annotations.NullMarked;
