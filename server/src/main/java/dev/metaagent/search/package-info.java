/// Queries over executions and actions: filters, lists, facets, full-text search, contents, saved
/// views.
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "statistics",
      "tenancy",
      "events",
      "access",
      "privacy",
      "conventions",
      "executions"
    })
package dev.metaagent.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
