package dev.metaagent.observe;

import org.springframework.stereotype.Component;

/// The stores that one batch is written to.
@Component
record Stores(
    TraceStore traces,
    ActionStore actions,
    ExecutionStore executions,
    Reassembly reassembly,
    KeptContentStore content,
    EditionStore editions,
    OutcomeKeyStore keys,
    Weighing weighing,
    News news) {}
