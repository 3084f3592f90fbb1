/// Auto-configuration of the SDK in Spring Boot.
@NullMarked
package dev.metaagent.sdk.boot;

import org.jspecify.annotations.NullMarked;
