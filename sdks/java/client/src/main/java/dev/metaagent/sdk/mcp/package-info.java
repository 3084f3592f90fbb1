/// A client of MCP whose tools are asked for.
@NullMarked
package dev.metaagent.sdk.mcp;

import org.jspecify.annotations.NullMarked;
