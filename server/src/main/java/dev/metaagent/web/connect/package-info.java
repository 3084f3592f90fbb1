/// How an agent gets in: addresses, snippets, what came to the doors.
@NullMarked
package dev.metaagent.web.connect;

import org.jspecify.annotations.NullMarked;
