/// The security filter, which every HTTP request passes through.
@NullMarked
package dev.metaagent.access.http;

import org.jspecify.annotations.NullMarked;
