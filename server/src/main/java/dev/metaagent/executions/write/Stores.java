package dev.metaagent.executions.write;

import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.executions.Plausibility;
import dev.metaagent.executions.outcomes.OutcomeResolver;
import dev.metaagent.executions.store.ActionStore;
import dev.metaagent.executions.store.CallStore;
import dev.metaagent.executions.store.ContextStore;
import dev.metaagent.executions.store.ExecutionStore;
import dev.metaagent.executions.store.KeptContentStore;
import dev.metaagent.executions.store.OutcomeKeyStore;
import dev.metaagent.executions.store.RevisionStore;
import dev.metaagent.executions.store.TraceStore;
import dev.metaagent.executions.store.TraceTopStore;
import org.springframework.stereotype.Component;

/// The stores that one batch is written to.
@Component
record Stores(
    TraceStore traces,
    ActionStore actions,
    ContextStore context,
    CallStore calls,
    TraceTopStore tops,
    ExecutionStore executions,
    Reassembly reassembly,
    Plausibility plausibility,
    KeptContentStore content,
    RevisionStore revisions,
    OutcomeKeyStore keys,
    OutcomeResolver outcomeResolver,
    ExecutionLog events) {}
