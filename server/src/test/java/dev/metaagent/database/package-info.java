/// Tests of the embedded server, its backup and its partitions.
@NullMarked
package dev.metaagent.database;

import org.jspecify.annotations.NullMarked;
