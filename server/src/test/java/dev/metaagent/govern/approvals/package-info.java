@NullMarked
package dev.metaagent.govern.approvals;

import org.jspecify.annotations.NullMarked;
