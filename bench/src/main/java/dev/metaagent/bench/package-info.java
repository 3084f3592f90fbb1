/// Drives real server processes from outside: a load of traces as LangGraph emits them, senders for
/// each encoding, and the measurements that `./metaagent bench` reports.
@NullMarked
package dev.metaagent.bench;

import org.jspecify.annotations.NullMarked;
