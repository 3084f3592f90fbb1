/// Questions to a person. Not an API.
@NullMarked
package dev.metaagent.sdk.internal.approvals;

import org.jspecify.annotations.NullMarked;
