/// Model calls that had no price when they arrived, and the job that prices them later.
@NullMarked
package dev.metaagent.executions.pricing;

import org.jspecify.annotations.NullMarked;
