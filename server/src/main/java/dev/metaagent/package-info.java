/// The MetaAgent server. Each direct sub-package is a module (Spring Modulith).
@NullMarked
package dev.metaagent;

import org.jspecify.annotations.NullMarked;
