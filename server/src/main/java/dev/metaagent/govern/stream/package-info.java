/// Policies and answers of people, pushed to SDKs over server-sent events.
@NullMarked
package dev.metaagent.govern.stream;

import org.jspecify.annotations.NullMarked;
