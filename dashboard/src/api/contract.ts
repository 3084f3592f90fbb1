// Generated from protocol/openapi.yaml by `npm run generate`. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Action: {
            agent: components["schemas"]["AgentReference"] | null;
            attributes: Record<string, unknown> | null;
            /** Format: int32 */
            cacheReadTokens: number | null;
            /** Format: int32 */
            cacheWriteTokens: number | null;
            /** @description executions of other agents that it called, in the order of start; null across executions */
            called: components["schemas"]["CalledExecution"][] | null;
            /**
             * Format: int64
             * @description actions directly below it in the same execution; null across executions
             */
            childCount: number | null;
            code: components["schemas"]["CodePlace"] | null;
            costUsd: string | null;
            /** @description false: a duplicate of another action, whose tokens and cost are not summed */
            counted: boolean;
            durationMs: number | null;
            error: components["schemas"]["ExecutionError"] | null;
            events: components["schemas"]["ActionEvent"][] | null;
            executionId: string;
            id: string;
            /** @description text or JSON */
            input: unknown;
            /** Format: int32 */
            inputTokens: number | null;
            /** @enum {string} */
            kind: "llm" | "tool" | "retrieval" | "embedding" | "agent" | "chain" | "guardrail" | "handoff" | "memory" | "other";
            logs: components["schemas"]["ActionLog"][] | null;
            messages: components["schemas"]["Message"][] | null;
            model: string | null;
            name: string;
            /** @description text or JSON */
            output: unknown;
            /** Format: int32 */
            outputTokens: number | null;
            parentId: string | null;
            provider: string | null;
            /** Format: int32 */
            reasoningTokens: number | null;
            resource: Record<string, unknown> | null;
            scope: components["schemas"]["Scope"] | null;
            /** @example 00f067aa0ba902b7 */
            spanId: string;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "ok" | "error" | "unknown";
            streamed: boolean;
            /** Format: int32 */
            timeToFirstTokenMs: number | null;
            toolCallId: string | null;
        };
        ActionEvent: {
            /** Format: date-time */
            at: string;
            attributes: Record<string, unknown>;
            name: string;
        };
        ActionLog: {
            /** Format: date-time */
            at: string;
            attributes: Record<string, unknown>;
            body: unknown;
            name: string;
            severity: string;
        };
        Agent: {
            id: string;
            name: string;
        };
        AgentAlias: {
            name: string;
        };
        AgentAnswer: {
            aliases: components["schemas"]["AgentAlias"][];
            /** Format: date-time */
            archivedAt: string | null;
            costPerSuccessUsd: string | null;
            environment: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            framework: string | null;
            health: components["schemas"]["HealthAnswer"];
            id: string;
            /** Format: date-time */
            lastSeenAt: string;
            name: string;
            objectives: components["schemas"]["ObjectivesAnswer"];
            owner: string | null;
            promptName: string | null;
            promptVersion: string | null;
            ribbon: components["schemas"]["RibbonPoint"][] | null;
            /** Format: int64 */
            runsPerHour: number;
            simulated: boolean;
            /** @enum {string} */
            status: "failing" | "degraded" | "healthy" | "unknown" | "idle";
            statusReason: string;
            /** Format: double */
            tokensPerRun: number | null;
            version: string | null;
        };
        AgentComparison: {
            a: components["schemas"]["ComparedVersion"];
            agent: components["schemas"]["Agent"];
            b: components["schemas"]["ComparedVersion"];
            /** @enum {string} */
            by: "promptVersion" | "version" | "model";
            differences: components["schemas"]["ComparedDifferences"];
            texts: components["schemas"]["ComparedTexts"] | null;
            verdicts: components["schemas"]["ComparisonVerdicts"];
        };
        AgentEdit: {
            archived?: boolean | null;
            dataClasses?: string[] | null;
            /** @example Email Writer */
            name?: string | null;
            objectives?: components["schemas"]["ObjectivesEdit"] | null;
            /** @example growth team */
            owner?: string | null;
            /** @example Answers questions about orders */
            purpose?: string | null;
            /** @example renamed by its team */
            reason: string | null;
            /** @enum {string|null} */
            review?: "unreviewed" | "approved" | "restricted" | null;
            /**
             * @description RFC 3339, in the future, or empty
             * @example 2027-06-30T23:59:59Z
             */
            reviewedUntil?: string | null;
            /** @enum {string|null} */
            risk?: "low" | "medium" | "high" | "" | null;
            /** @example Customer care */
            team?: string | null;
        };
        AgentLatency: {
            /** Format: int64 */
            executions: number;
            /** Format: date-time */
            from: string;
            /** @description by total, the longest first; at most 20 */
            items: components["schemas"]["AgentLatencyItem"][];
            /** @description null: there is one page */
            nextCursor: string | null;
            /** Format: int64 */
            sampled: number;
            /** Format: date-time */
            to: string;
            /** Format: double */
            totalMs: number;
        };
        AgentLatencyBefore: {
            /** Format: double */
            callsPerExecution: number;
            /** Format: double */
            p95Ms: number;
        };
        AgentLatencyItem: {
            /** Format: int64 */
            calls: number;
            /** Format: double */
            callsPerExecution: number;
            /** @example tool */
            kind: string;
            /** @example clickup.create_task */
            name: string;
            /** Format: double */
            p50Ms: number;
            /** Format: double */
            p95Ms: number;
            previous: components["schemas"]["AgentLatencyBefore"] | null;
            /** Format: double */
            share: number;
            slowestExecutionId: string;
            /** Format: double */
            totalMs: number;
        };
        AgentMerge: {
            into: string | null;
            /** @example one agent under two names */
            reason: string | null;
        };
        AgentPolicySettings: {
            agent: components["schemas"]["SetAgent"];
            limits: boolean;
            toolRules: components["schemas"]["SetToolRule"][];
        };
        AgentRecord: {
            aliases: components["schemas"]["Alias"][];
            /** Format: date-time */
            archivedAt: string | null;
            environment: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            framework: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: uuid */
            mergedInto: string | null;
            name: string;
            owner: string | null;
            version: string | null;
        };
        AgentReference: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        Alias: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            mergedAt: string | null;
            name: string;
        };
        ApiKey: {
            agents: string[] | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            expiresAt: string | null;
            id: string;
            /** Format: date-time */
            lastUsedAt: string | null;
            name: string;
            /** Format: date-time */
            revokedAt: string | null;
            /** @enum {string} */
            scope: "ingest" | "read" | "admin" | "agent";
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
        };
        Approval: {
            agent: components["schemas"]["ApprovalAgent"];
            /** @description without personal data and secrets; null for a viewer, and where an SDK sends no content */
            arguments: unknown;
            /** @description arguments are kept, but not shown to this caller */
            argumentsHidden: boolean;
            /** Format: date-time */
            askedAt: string;
            /** Format: date-time */
            decidedAt: string | null;
            decidedBy: string | null;
            executionId: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /** @description why it was decided so */
            reason: string | null;
            rule: components["schemas"]["ApprovalRule"] | null;
            ruleId: string | null;
            /** @description the reason that the rule gave when it was asked */
            ruleReason: string | null;
            /** @enum {string} */
            state: "pending" | "approved" | "denied" | "expired";
            /** @example issue_refund */
            tool: string;
            /**
             * @description what becomes of the call when nobody answers; null: not known
             * @enum {string|null}
             */
            whenUnanswered: "allow" | "deny" | null;
        };
        ApprovalAgent: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        ApprovalAnswers: {
            /** Format: int64 */
            approved: number;
            approvedShare: components["schemas"]["ApprovalShare"];
            /** Format: int64 */
            asked: number;
            /** Format: int32 */
            days: number;
            /** Format: int64 */
            denied: number;
            /** Format: int64 */
            unanswered: number;
            /** Format: int64 */
            waiting: number;
        };
        ApprovalConditionMet: {
            comparable: boolean;
            /** @example amount */
            path: string;
            /** @example over 200 */
            words: string;
        };
        ApprovalDecision: {
            reason?: string | null;
        };
        ApprovalHistory: {
            earlier: components["schemas"]["EarlierApproval"][];
            rule: components["schemas"]["ApprovalAnswers"] | null;
            tool: components["schemas"]["ApprovalAnswers"];
        };
        ApprovalLink: {
            /** Format: date-time */
            expiresAt: string;
            /** @example https://metaagent.example.org/decide/AAAA */
            url: string;
        };
        ApprovalLinkChange: {
            /** @example Dana Okafor */
            for?: string | null;
        };
        ApprovalQuestion: {
            /** @example Order Desk */
            agent?: string | null;
            /** @description at most 64 KB of JSON */
            arguments?: unknown;
            executionId?: string | null;
            /**
             * Format: date-time
             * @description at most 24 hours ahead
             */
            expiresAt?: string | null;
            /** Format: uuid */
            id?: string | null;
            ruleId?: string | null;
            tool?: string | null;
        };
        ApprovalRule: {
            /** Format: int32 */
            askSeconds: number;
            fleet: boolean;
            met: components["schemas"]["ApprovalConditionMet"][] | null;
            /** Format: int32 */
            of: number;
            /** Format: int32 */
            place: number;
            /** @example issue_* */
            tool: string;
            /** @example amount > 200 */
            when: string | null;
            /** @enum {string} */
            whenUnanswered: "allow" | "deny";
            /** @enum {string} */
            whenUnreachable: "open" | "closed";
        };
        ApprovalShare: {
            /** Format: double */
            high: number | null;
            /** Format: double */
            low: number | null;
            /** Format: int64 */
            n: number;
            /** Format: double */
            value: number | null;
        };
        ApprovalSummary: {
            /** Format: int64 */
            approved: number;
            /** Format: int64 */
            denied: number;
            /** Format: int64 */
            ended: number;
            /** Format: int64 */
            medianDecisionMs: number | null;
            /** Format: date-time */
            since: string;
            /** Format: int64 */
            unanswered: number;
            /** Format: int64 */
            waiting: number;
        };
        CalledExecution: {
            /** Format: int64 */
            actions: number;
            agent: components["schemas"]["AgentReference"];
            costUsd: string | null;
            durationMs: number | null;
            id: string;
            /** @enum {string} */
            status: "ok" | "error" | "running" | "unknown";
            /** Format: int64 */
            tokens: number | null;
        };
        ChangeAnswer: {
            after: components["schemas"]["Rate"] | null;
            agent: components["schemas"]["Agent"];
            /** Format: date-time */
            at: string;
            before: components["schemas"]["Rate"] | null;
            commit: components["schemas"]["ChangeCommit"] | null;
            difference: components["schemas"]["Difference"] | null;
            from: string | null;
            /** @enum {string} */
            kind: "prompt" | "model" | "version" | "first_seen";
            name: string | null;
            to: string | null;
        };
        ChangeCommit: {
            commit: string;
            ref: string | null;
            repository: string | null;
            /**
             * @description telemetry: of the first run that had the new value; deployment: of the deployment of that version nearest before it
             * @enum {string}
             */
            source: "telemetry" | "deployment";
        };
        ChosenOrganization: {
            id?: string | null;
        };
        CodePlace: {
            file: string | null;
            function: string | null;
            /** Format: int32 */
            line: number | null;
        };
        ComparedDifferences: {
            costUsd: components["schemas"]["Difference"] | null;
            p95Ms: components["schemas"]["Difference"] | null;
            successRate: components["schemas"]["Difference"] | null;
            tokens: components["schemas"]["Difference"] | null;
        };
        ComparedTexts: {
            a: components["schemas"]["PromptText"] | null;
            b: components["schemas"]["PromptText"] | null;
            diff: components["schemas"]["DiffLine"][] | null;
        };
        ComparedVersion: {
            costUsdPerExecution: components["schemas"]["Estimate"] | null;
            /** Format: int64 */
            executions: number;
            /** Format: int64 */
            failed: number;
            failedExecutionId: string | null;
            /** Format: date-time */
            firstSeenAt: string | null;
            /** Format: date-time */
            from: string;
            goodExecutionId: string | null;
            key: string;
            /** Format: date-time */
            lastSeenAt: string | null;
            p95Ms: components["schemas"]["Estimate"] | null;
            successRate: components["schemas"]["Rate"];
            /** Format: date-time */
            to: string;
            tokensPerExecution: components["schemas"]["Estimate"] | null;
        };
        ComparisonVerdicts: {
            /** @enum {string} */
            costUsd: "better" | "worse" | "unclear";
            /** @enum {string} */
            p95Ms: "better" | "worse" | "unclear";
            /** @enum {string} */
            successRate: "better" | "worse" | "unclear";
            /** @enum {string} */
            tokens: "better" | "worse" | "unclear";
        };
        Connect: {
            address: string;
            endpoints: components["schemas"]["IngestEndpoint"][];
            key: string | null;
            /** @enum {string} */
            mode: "local" | "server";
        };
        ConsumerStatus: {
            /** Format: int64 */
            lag: number;
            /** Format: date-time */
            lastAdvancedAt: string;
            name: string;
            /** Format: double */
            oldestWaitingSeconds: number | null;
            /** Format: int64 */
            setAside: number;
            /** @enum {string} */
            state: "ok" | "behind" | "stalled" | "blocked" | "unregistered";
        };
        Count: {
            /** Format: int32 */
            degraded: number;
            /** Format: int32 */
            failing: number;
            /** Format: int32 */
            healthy: number;
            /** Format: int32 */
            idle: number;
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            unknown: number;
        };
        DeclaredAttribute: {
            /** @example customer.id */
            key: string;
            /** @example Customer */
            label: string;
            pseudonymous: boolean;
        };
        DeclaredAttributeChange: {
            /** @example customer.id */
            key?: string | null;
            /**
             * @description default: the key
             * @example Customer
             */
            label?: string | null;
            pseudonymous?: boolean | null;
        };
        DeclaredAttributesChange: {
            /** @description at most 20 */
            items?: components["schemas"]["DeclaredAttributeChange"][] | null;
            reason?: string | null;
        };
        Dependencies: {
            edges: components["schemas"]["DependencyEdge"][];
            nodes: components["schemas"]["DependencyNode"][];
        };
        DependencyEdge: {
            /** Format: int64 */
            executions: number | null;
            /** Format: int64 */
            failed: number | null;
            /** Format: uuid */
            from: string;
            /** @enum {string} */
            kind: "nested" | "handoff";
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: uuid */
            to: string;
        };
        DependencyNode: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            status: "healthy" | "degraded" | "failing" | "idle" | "unknown";
        };
        DeployedAgent: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        Deployment: {
            agent: components["schemas"]["DeployedAgent"];
            /**
             * Format: date-time
             * @description when it was put in place
             */
            at: string;
            /** @example 9d59409acf479dfa0df1aa568182e43e43df8bbe */
            commit: string;
            /** @example production */
            environment: string | null;
            /** Format: uuid */
            id: string;
            /** @example main */
            ref: string | null;
            /** Format: date-time */
            reportedAt: string;
            reportedBy: string;
            /** @example https://github.com/acme/order-desk */
            repository: string | null;
            /** @example 1.4.0 */
            version: string;
        };
        DiffLine: {
            /** @enum {string} */
            op: "same" | "added" | "removed";
            text: string;
        };
        Difference: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: double */
            value: number;
        };
        EarlierApproval: {
            decidedBy: string | null;
            /** Format: date-time */
            endedAt: string;
            /** Format: uuid */
            id: string;
            reason: string | null;
            /** @enum {string} */
            state: "pending" | "approved" | "denied" | "expired";
        };
        EndpointRow: {
            method: string;
            operator: boolean;
            path: string;
            roles: ("admin" | "developer" | "viewer" | "agent" | "ingest")[];
            signed: boolean;
        };
        EraseJob: {
            /** Format: uuid */
            job: string;
        };
        EraseRequest: {
            /** @example asked for by the customer */
            reason: string | null;
        };
        ErrorCount: {
            /** Format: int64 */
            count: number;
            type: string;
        };
        Estimate: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /** Format: double */
            value: number;
        };
        ExampleAnswer: {
            key: string;
            organization: components["schemas"]["OrganizationView"];
            setupKey: string;
        };
        ExampleRemoved: {
            organization: string;
        };
        ExampleRequest: {
            /**
             * @description kept in the journal
             * @example to show it around
             */
            reason?: string | null;
        };
        Execution: {
            /** Format: int32 */
            actionCount: number;
            agent: components["schemas"]["AgentReference"];
            agentVersion: string | null;
            arm: string | null;
            /** Format: double */
            assignmentProbability: number | null;
            /** @description plain metadata that the agent sent */
            attributes: Record<string, unknown>;
            /** Format: int64 */
            cacheReadTokens: number | null;
            /** Format: int64 */
            cacheWriteTokens: number | null;
            /**
             * @description its own cost in US dollars, without nested executions
             * @example 0.0121
             */
            costUsd: string | null;
            durationMs: number | null;
            /** Format: date-time */
            endedAt: string | null;
            environment: string | null;
            error: components["schemas"]["ExecutionError"] | null;
            /** Format: int32 */
            errorCount: number;
            framework: string | null;
            /**
             * @description what broke, in plain words; null when it did not fail
             * @example parse_output: the text was not valid JSON at character 215
             */
            headline: string | null;
            /**
             * @description trace id and the id of the span that began the run; the trace id alone while that is not known
             * @example 7f3a5c9e1d2b4860a1b2c3d4e5f60718-00f067aa0ba902b7
             */
            id: string;
            /** Format: int64 */
            inputTokens: number | null;
            /** @description its telemetry arrived more than ten minutes after it had ended */
            lateArrival: boolean;
            learnings: string[];
            /** @description models by output tokens, most first */
            models: string[];
            name: string;
            /** Format: int64 */
            outputTokens: number | null;
            parentExecutionId: string | null;
            promptName: string | null;
            promptVersion: string | null;
            /** Format: int64 */
            reasoningTokens: number | null;
            serviceName: string | null;
            sessionId: string | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "ok" | "error" | "running" | "unknown";
            /** @description what it was about: a line of its input, once it was indexed; null for a viewer */
            subject: string | null;
            success: components["schemas"]["Success"];
            taskClass: string | null;
            /** @description its own use and that of everything nested in it */
            total: components["schemas"]["ExecutionTotal"];
            traceId: string;
            /**
             * Format: int32
             * @description model calls whose price is not known: the cost is then a lower bound
             */
            unpricedCalls: number;
            userId: string | null;
            vcs: components["schemas"]["SourceRevision"] | null;
        };
        ExecutionDetail: {
            /** Format: int32 */
            actionCount: number;
            agent: components["schemas"]["AgentReference"];
            agentVersion: string | null;
            /** @description other ids under which it is found */
            aliases: string[];
            arm: string | null;
            /** Format: double */
            assignmentProbability: number | null;
            /** @description plain metadata that the agent sent */
            attributes: Record<string, unknown>;
            /** Format: int64 */
            cacheReadTokens: number | null;
            /** Format: int64 */
            cacheWriteTokens: number | null;
            /** @description executions nested directly in it, in the order of start */
            children: components["schemas"]["RelatedExecution"][];
            /**
             * @description its own cost in US dollars, without nested executions
             * @example 0.0121
             */
            costUsd: string | null;
            durationMs: number | null;
            /** Format: date-time */
            endedAt: string | null;
            environment: string | null;
            error: components["schemas"]["ExecutionError"] | null;
            /** Format: int32 */
            errorCount: number;
            framework: string | null;
            /**
             * @description what broke, in plain words; null when it did not fail
             * @example parse_output: the text was not valid JSON at character 215
             */
            headline: string | null;
            /**
             * @description trace id and the id of the span that began the run; the trace id alone while that is not known
             * @example 7f3a5c9e1d2b4860a1b2c3d4e5f60718-00f067aa0ba902b7
             */
            id: string;
            /** @description text or JSON; null when it was not sent, is no longer kept or may not be seen */
            input: unknown;
            /** Format: int64 */
            inputTokens: number | null;
            /** @description its telemetry arrived more than ten minutes after it had ended */
            lateArrival: boolean;
            learnings: string[];
            /**
             * Format: int64
             * @description spans that known actions name as their parent and that never arrived
             */
            missingSpans: number;
            /** @description models by output tokens, most first */
            models: string[];
            name: string;
            /** @description text or JSON, as for input */
            output: unknown;
            /** Format: int64 */
            outputTokens: number | null;
            parent: components["schemas"]["RelatedExecution"] | null;
            parentExecutionId: string | null;
            promptName: string | null;
            promptVersion: string | null;
            /** Format: int64 */
            reasoningTokens: number | null;
            serviceName: string | null;
            sessionId: string | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "ok" | "error" | "running" | "unknown";
            /** @description what it was about: a line of its input, once it was indexed; null for a viewer */
            subject: string | null;
            success: components["schemas"]["Success"];
            taskClass: string | null;
            /** @description its own use and that of everything nested in it */
            total: components["schemas"]["ExecutionTotal"];
            traceId: string;
            /**
             * Format: int32
             * @description model calls whose price is not known: the cost is then a lower bound
             */
            unpricedCalls: number;
            userId: string | null;
            vcs: components["schemas"]["SourceRevision"] | null;
        };
        ExecutionError: {
            message: string | null;
            /** @description the action that failed */
            spanId: string | null;
            type: string | null;
        };
        ExecutionFacets: {
            /** @description false when only the newest matches were compared */
            complete: boolean;
            /**
             * Format: int64
             * @description failed runs that were compared
             */
            failed: number;
            /**
             * Format: int64
             * @description succeeded runs that were compared
             */
            other: number;
            traits: components["schemas"]["ExecutionTrait"][];
        };
        ExecutionGroup: {
            agent: components["schemas"]["AgentReference"] | null;
            /** @description sum of their own cost, without nested executions */
            costUsd: string | null;
            /** Format: int64 */
            executions: number;
            /** Format: int64 */
            failed: number;
            key: string | null;
            /** @description of the duration, in milliseconds */
            p95: number | null;
            successRate: components["schemas"]["Rate"];
            /** Format: int64 */
            tokens: number | null;
            /**
             * Format: int64
             * @description runs with a model call whose price is not known: the cost is a lower bound
             */
            unpriced: number;
        };
        ExecutionGroups: {
            /**
             * @description runs: counted from the runs that began in the range; buckets: from whole hours in which runs ended, where there are too many to count
             * @enum {string}
             */
            basis: "runs" | "buckets";
            by: string;
            /** @description false when only runs newer than scannedTo were counted */
            complete: boolean;
            /** Format: date-time */
            from: string;
            /** Format: int32 */
            groups: number;
            items: components["schemas"]["ExecutionGroup"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo: string | null;
            /** Format: date-time */
            to: string;
        };
        ExecutionHistogram: {
            /** @description false when there are more matches than were counted */
            complete: boolean;
            costUsd: string | null;
            /** Format: int64 */
            failed: number;
            /** Format: date-time */
            from: string;
            latencyP95Ms: number | null;
            points: components["schemas"]["ExecutionHistogramPoint"][];
            /**
             * Format: date-time
             * @description everything newer was counted
             */
            scannedTo: string;
            /** Format: int64 */
            stepMs: number;
            successRate: components["schemas"]["Rate"];
            /** Format: date-time */
            to: string;
            /** Format: int64 */
            total: number;
            /** Format: int64 */
            unknown: number;
        };
        ExecutionHistogramPoint: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            executions: number;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            unknown: number;
        };
        ExecutionOutcome: {
            /** Format: date-time */
            at: string;
            best: boolean;
            by: string | null;
            comment: string | null;
            /** Format: double */
            confidence: number | null;
            id: string;
            /** @example reply_received */
            kind: string;
            /** Format: date-time */
            receivedAt: string;
            /** @enum {string} */
            source: "outcome" | "person" | "downstream" | "judge" | "detector" | "status";
            success: boolean | null;
            value: number | null;
        };
        ExecutionTotal: {
            /** Format: int64 */
            actionCount: number;
            costUsd: string | null;
            /** Format: int64 */
            inputTokens: number | null;
            /** Format: int64 */
            outputTokens: number | null;
        };
        ExecutionTrait: {
            /** @description attributes and values of the same failed runs */
            also: components["schemas"]["ExecutionTraitSynonym"][];
            /**
             * Format: int64
             * @description failed runs with it, at least 10
             */
            failedCount: number;
            /**
             * Format: double
             * @description share of the failed runs that have it
             */
            failedShare: number;
            /**
             * Format: double
             * @description failed runs among those with it
             */
            failureRate: number;
            field: string;
            /**
             * Format: double
             * @description how many times as often runs fail with it as without
             */
            lift: number;
            /**
             * Format: int64
             * @description succeeded runs with it
             */
            otherCount: number;
            /**
             * Format: double
             * @description share of the succeeded runs that have it
             */
            otherShare: number;
            /**
             * Format: double
             * @description failed runs among those without it
             */
            restFailureRate: number;
            /**
             * Format: int64
             * @description runs without it
             */
            restRuns: number;
            /**
             * Format: int64
             * @description runs with it
             */
            runs: number;
            value: string;
        };
        ExecutionTraitSynonym: {
            field: string;
            value: string;
        };
        FieldError: {
            field: string;
            message: string;
        };
        FirstRun: {
            actions: components["schemas"]["Action"][];
            execution: components["schemas"]["Execution"] | null;
            /** Format: date-time */
            receivedAt: string | null;
            understood: components["schemas"]["Understood"][];
            /** Format: int64 */
            visibleAfterMs: number | null;
        };
        FleetAnswer: {
            /** Format: double */
            actionsPerSecond: number;
            agents: components["schemas"]["Count"];
            /** Format: date-time */
            asOf: string;
            costUsd: string | null;
            /** Format: int64 */
            executions: number;
            /** Format: int64 */
            failed: number;
            /** Format: date-time */
            from: string;
            needsYou: components["schemas"]["Need"][];
            /** Format: date-time */
            to: string;
        };
        FleetPolicyHolder: {
            agent: components["schemas"]["HolderAgent"];
            connected: boolean;
            current: boolean;
            instance: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: int64 */
            policyVersion: number | null;
            /** Format: int64 */
            refused: number;
            sdk: string;
            /** Format: date-time */
            seenAt: string;
            /** Format: int64 */
            version: number;
        };
        FleetToolRules: {
            rules: components["schemas"]["ToolRule"][];
            version: string;
        };
        Guide: {
            languages: components["schemas"]["Language"][];
        };
        HealthAnswer: {
            /** Format: date-time */
            asOf: string;
            costUsd: string | null;
            errors: components["schemas"]["ErrorCount"][];
            /** Format: int64 */
            executions: number;
            latencyMs: components["schemas"]["Latency"];
            successRate: components["schemas"]["Rate"];
            tokens: components["schemas"]["Tokens"];
            /** @enum {string} */
            window: "1m" | "5m" | "1h";
        };
        HolderAgent: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        IngestAttempt: {
            /** Format: date-time */
            at: string;
            client: string;
            /** Format: int64 */
            count: number;
            /** @enum {string} */
            credential: "none" | "ours" | "foreign" | "invalid";
            method: string;
            path: string;
            /** Format: int32 */
            port: number;
            problem: string | null;
            product: string | null;
            remedy: string | null;
            remote: string;
            /** Format: int64 */
            spans: number | null;
            /** Format: int32 */
            status: number;
        };
        IngestEndpoint: {
            address: string;
            formats: string;
            name: string;
            open: boolean;
            problem: string | null;
        };
        Invitation: {
            link: string;
            /** Format: date-time */
            linkExpiresAt: string;
            member: components["schemas"]["Member"];
        };
        IssuedKey: {
            agents: string[] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            id: string;
            key: string;
            name: string;
            /** @enum {string} */
            scope: "ingest" | "read" | "admin" | "agent";
        };
        JournalEntry: {
            action: string;
            actor: string;
            /** Format: date-time */
            at: string;
            details: string | null;
            hash: string;
            /** Format: int64 */
            id: number;
            previousHash: string;
            reason: string | null;
            subject: string;
        };
        Language: {
            hint: string;
            id: string;
            name: string;
            variants: components["schemas"]["Variant"][];
        };
        Latency: {
            /** Format: double */
            p50: number | null;
            /** Format: double */
            p95: number | null;
            /** Format: double */
            p99: number | null;
        };
        LimitSources: {
            /** @enum {string|null} */
            afterMaxAge: "agent" | "fleet" | "default" | null;
            /** @enum {string|null} */
            maxActions: "agent" | "fleet" | "default" | null;
            /** @enum {string|null} */
            maxAgeSeconds: "agent" | "fleet" | "default" | null;
            /** @enum {string|null} */
            maxCostUsd: "agent" | "fleet" | "default" | null;
            /** @enum {string|null} */
            maxSeconds: "agent" | "fleet" | "default" | null;
        };
        LimitsInForce: {
            effective: components["schemas"]["RunLimits"];
            own: components["schemas"]["RunLimits"];
            sources: components["schemas"]["LimitSources"];
            version: string;
        };
        LimitsToSet: {
            /** @enum {string|null} */
            afterMaxAge?: "open" | "closed" | null;
            /** Format: int32 */
            maxActions?: number | null;
            /** Format: int32 */
            maxAgeSeconds?: number | null;
            /**
             * @description US dollars
             * @example 0.50
             */
            maxCostUsd?: string | null;
            /** Format: double */
            maxSeconds?: number | null;
            reason?: string | null;
        };
        MappingResult: {
            errors: components["schemas"]["FieldError"][];
            executions: {
                [key: string]: unknown;
            }[];
            outcomes: {
                [key: string]: unknown;
            }[];
        };
        MappingTrial: {
            /**
             * @example {
             *       "kind": "execution",
             *       "fields": {
             *         "agent": "$.bot",
             *         "id": "$.run"
             *       }
             *     }
             */
            mapping?: Record<string, unknown> | null;
            /**
             * @example {
             *       "bot": "Greeter",
             *       "run": "r-1"
             *     }
             */
            sample?: Record<string, unknown> | null;
        };
        Member: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            email: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            lastSeenAt: string | null;
            /** @enum {string|null} */
            method: "local" | "key" | "password" | "jwt" | null;
            name: string;
            /** @enum {string} */
            role: "admin" | "developer" | "viewer" | "agent" | "ingest";
            /** @enum {string} */
            state: "invited" | "active" | "disabled";
        };
        MemberChange: {
            disabled?: boolean | null;
            name?: string | null;
            reason?: string | null;
            /** @enum {string|null} */
            role?: "admin" | "developer" | "viewer" | "agent" | "ingest" | null;
        };
        MemberLink: {
            link: string;
            /** Format: date-time */
            linkExpiresAt: string;
        };
        MemberLinkReason: {
            reason?: string | null;
        };
        Message: {
            parts: components["schemas"]["Part"][];
            role: string;
            /** @enum {string} */
            side: "input" | "output";
        };
        ModelPrice: {
            model: string;
            /** @enum {string} */
            source: "list" | "organization";
            /** @description the one for the shortest input first */
            tiers: components["schemas"]["PriceTier"][];
            /** Format: date-time */
            updatedAt: string | null;
            updatedBy: string | null;
        };
        Need: {
            agent: components["schemas"]["Agent"];
            /** @description ids of its newest runs that failed, were too slow, or were its last */
            evidence: string[];
            /** Format: double */
            latencyP95Ms: number | null;
            /** Format: double */
            limitMs: number | null;
            newestChange: components["schemas"]["ChangeAnswer"] | null;
            /** Format: double */
            objective: number | null;
            observed: components["schemas"]["Rate"] | null;
            /** @enum {string} */
            rule: "below_objective" | "slow" | "silent";
            /** @enum {string} */
            severity: "failing" | "degraded" | "healthy" | "unknown" | "idle";
            /**
             * Format: date-time
             * @description start of the first run that failed or was too slow, of the new version where a change explains it; silent: of its last run
             */
            since: string | null;
            sinceThen: components["schemas"]["Rate"] | null;
            slowest: components["schemas"]["SlowAction"] | null;
            topError: components["schemas"]["TopError"] | null;
            /** Format: int64 */
            windowExecutions: number;
            /** Format: int64 */
            windowFailed: number;
        };
        NewDeployment: {
            /**
             * @description id or name of the agent, also of one that was not seen yet
             * @example Order Desk
             */
            agent: string | null;
            /**
             * Format: date-time
             * @description when it was put in place; default: now
             */
            at?: string | null;
            /**
             * @description 7 to 64 hex digits
             * @example 9d59409acf479dfa0df1aa568182e43e43df8bbe
             */
            commit: string | null;
            /** @example production */
            environment?: string | null;
            /**
             * @description the branch or tag
             * @example main
             */
            ref?: string | null;
            /**
             * @description its address; credentials in it are removed
             * @example https://github.com/acme/order-desk
             */
            repository?: string | null;
            /**
             * @description as the agent's telemetry says it
             * @example 1.4.0
             */
            version: string | null;
        };
        NewKey: {
            agents?: string[] | null;
            /** Format: date-time */
            expiresAt?: string | null;
            name?: string | null;
            reason?: string | null;
            /** @enum {string|null} */
            scope?: "ingest" | "read" | "admin" | "agent" | null;
        };
        NewMember: {
            email?: string | null;
            name?: string | null;
            reason?: string | null;
            /** @enum {string|null} */
            role?: "admin" | "developer" | "viewer" | "agent" | "ingest" | null;
        };
        NewPassword: {
            password?: string | null;
            token?: string | null;
        };
        NewPrompt: {
            /**
             * @description id or name of the agent whose prompt it is, also of one that was not seen yet; null: of every agent
             * @example Email Writer
             */
            agent?: string | null;
            /** @example Write a short answer to {{customer}}. */
            content: string | null;
            /** @example claude-sonnet-4-5 */
            model?: string | null;
            /** @example email/answer */
            name: string | null;
            /**
             * @example {
             *       "temperature": 0.2
             *     }
             */
            parameters?: Record<string, unknown> | null;
            reason?: string | null;
            tools?: unknown[] | null;
            /** @description default: the names that the content holds as {{name}} */
            variables?: string[] | null;
        };
        NewPromptVersion: {
            /** @description whose prompt it is, where this creates it; otherwise the same */
            agent?: string | null;
            /** @example Write a short, friendly answer to {{customer}}. */
            content: string | null;
            /** @example claude-sonnet-4-5 */
            model?: string | null;
            /**
             * @example {
             *       "temperature": 0.2
             *     }
             */
            parameters?: Record<string, unknown> | null;
            /**
             * Format: int32
             * @description the version that it was made from
             */
            parent?: number | null;
            reason?: string | null;
            tools?: unknown[] | null;
            /** @description default: the names that the content holds as {{name}} */
            variables?: string[] | null;
        };
        NewWebhook: {
            mapping?: Record<string, unknown> | null;
            /** @example outbound */
            name?: string | null;
            reason?: string | null;
            /** @example coldforge */
            source?: string | null;
        };
        ObjectivesAnswer: {
            costPerSuccessUsd: string;
            /** Format: double */
            latencyP95Ms: number;
            /** Format: double */
            successRate: number;
        };
        ObjectivesEdit: {
            /** @example 0.05 */
            costPerSuccessUsd?: string | null;
            /**
             * Format: double
             * @example 3000
             */
            latencyP95Ms?: number | null;
            /**
             * Format: double
             * @example 0.98
             */
            successRate?: number | null;
        };
        ObjectivesRequest: {
            /**
             * @description US dollars
             * @example 0.05
             */
            costPerSuccessUsd?: string | null;
            /**
             * Format: double
             * @description milliseconds
             * @example 3000
             */
            latencyP95Ms?: number | null;
            /**
             * @description kept in the journal
             * @example agreed with sales
             */
            reason?: string | null;
            /**
             * Format: double
             * @description share of runs that succeed
             * @example 0.98
             */
            successRate?: number | null;
        };
        OrganizationChange: {
            name?: string | null;
            reason?: string | null;
            timeZone?: string | null;
        };
        OrganizationChoice: {
            current: boolean;
            id: string;
            name: string;
            simulated: boolean;
        };
        OrganizationRef: {
            id: string;
            name: string;
        };
        OrganizationView: {
            id: string;
            name: string;
            simulated: boolean;
            timeZone: string;
        };
        PageAction: {
            items: components["schemas"]["Action"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageAgentAnswer: {
            items: components["schemas"]["AgentAnswer"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageAgentPolicySettings: {
            items: components["schemas"]["AgentPolicySettings"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageAlias: {
            items: components["schemas"]["Alias"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageApiKey: {
            items: components["schemas"]["ApiKey"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageApproval: {
            items: components["schemas"]["Approval"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageChangeAnswer: {
            items: components["schemas"]["ChangeAnswer"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageDeclaredAttribute: {
            items: components["schemas"]["DeclaredAttribute"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageDeployment: {
            items: components["schemas"]["Deployment"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageEndpointRow: {
            items: components["schemas"]["EndpointRow"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageExecution: {
            items: components["schemas"]["Execution"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageExecutionOutcome: {
            items: components["schemas"]["ExecutionOutcome"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageFleetPolicyHolder: {
            items: components["schemas"]["FleetPolicyHolder"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageIngestAttempt: {
            items: components["schemas"]["IngestAttempt"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageJournalEntry: {
            items: components["schemas"]["JournalEntry"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageMember: {
            items: components["schemas"]["Member"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageOrganizationChoice: {
            items: components["schemas"]["OrganizationChoice"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PagePolicyHolder: {
            items: components["schemas"]["PolicyHolder"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PagePolicyKey: {
            items: components["schemas"]["PolicyKey"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PagePromptSummary: {
            items: components["schemas"]["PromptSummary"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageRegisterEntry: {
            items: components["schemas"]["RegisterEntry"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageSearchHit: {
            items: components["schemas"]["SearchHit"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageSetAsideEvent: {
            items: components["schemas"]["SetAsideEvent"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageTelemetryLoss: {
            items: components["schemas"]["TelemetryLoss"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageView: {
            items: components["schemas"]["View"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        PageWebhook: {
            items: components["schemas"]["Webhook"][];
            nextCursor: string | null;
            /** Format: date-time */
            scannedTo?: string | null;
        };
        Part: {
            /** @description text or JSON */
            arguments: unknown;
            id: string | null;
            name: string | null;
            /** @description text or JSON */
            result: unknown;
            text: string | null;
            /** @enum {string} */
            type: "text" | "tool_call" | "tool_result" | "reasoning" | "other";
        };
        Point: {
            /** Format: int64 */
            actions: number;
            /** Format: date-time */
            at: string;
            costUsd: string | null;
            errors: components["schemas"]["ErrorCount"][];
            /** Format: int64 */
            executions: number;
            latencyMs: components["schemas"]["Latency"];
            successRate: components["schemas"]["Rate"];
            tokens: components["schemas"]["Tokens"];
        };
        Policy: {
            /** @enum {string} */
            afterMaxAge: "open" | "closed";
            agent: components["schemas"]["PolicyAgent"];
            breakers: {
                [key: string]: unknown;
            }[];
            budgets: {
                [key: string]: unknown;
            }[];
            experiments: {
                [key: string]: unknown;
            }[];
            /** Format: date-time */
            issuedAt: string;
            learnings: {
                [key: string]: unknown;
            }[];
            limits: components["schemas"]["PolicyLimits"];
            /** Format: int32 */
            maxAgeSeconds: number;
            prices: components["schemas"]["PolicyPrice"][];
            prompts: components["schemas"]["ServedPrompt"][];
            routing: {
                [key: string]: unknown;
            }[];
            signature: components["schemas"]["PolicySignature"];
            stopped: components["schemas"]["PolicyStop"] | null;
            tools: {
                [key: string]: unknown;
            }[];
            /** Format: int64 */
            version: number;
        };
        PolicyAgent: {
            /** Format: uuid */
            id: string | null;
            name: string;
        };
        PolicyHolder: {
            connected: boolean;
            current: boolean;
            instance: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: int64 */
            refused: number;
            sdk: string;
            /** Format: date-time */
            seenAt: string;
            /** Format: int64 */
            version: number;
        };
        PolicyKey: {
            algorithm: string;
            keyId: string;
            notAfter: string | null;
            notBefore: string | null;
            publicKey: string;
            signedBy: components["schemas"]["PolicyKeySignature"] | null;
        };
        PolicyKeyRotation: {
            reason?: string | null;
        };
        PolicyKeySignature: {
            keyId: string;
            value: string;
        };
        PolicyLimits: {
            /** Format: int32 */
            maxActions: number | null;
            maxCostUsd: string | null;
            /** Format: double */
            maxSeconds: number | null;
        };
        PolicyPrice: {
            cacheRead: string | null;
            cacheWrite: string | null;
            input: string | null;
            model: string;
            output: string | null;
        };
        PolicySignature: {
            keyId: string;
            value: string;
        };
        PolicyStop: {
            by: string;
            reason: string;
            /** Format: double */
            share: number;
            /** Format: date-time */
            since: string;
        };
        PolicyTrial: {
            agent: components["schemas"]["PolicyTrialAgent"];
            /** Format: date-time */
            issuedAt: string;
            /** Format: int64 */
            policyVersion: number;
            prompt: components["schemas"]["PolicyTrialPrompt"] | null;
            run: components["schemas"]["PolicyTrialOfRun"] | null;
            tool: components["schemas"]["PolicyTrialOfTool"] | null;
        };
        PolicyTrialAgent: {
            /** Format: uuid */
            id: string | null;
            name: string;
        };
        PolicyTrialOfRun: {
            admitted: boolean | null;
            /** Format: double */
            bucket: number;
            /** @enum {string} */
            decision: "permit" | "refuse";
            refusal: components["schemas"]["PolicyTrialRefusal"] | null;
            /** Format: double */
            share: number | null;
        };
        PolicyTrialOfTool: {
            arguments: unknown;
            /** @enum {string} */
            decision: "permit" | "refuse" | "ask";
            question: components["schemas"]["PolicyTrialQuestion"] | null;
            redacted: boolean;
            refusal: components["schemas"]["PolicyTrialRefusal"] | null;
            rule: components["schemas"]["PolicyTrialRule"] | null;
        };
        PolicyTrialPrompt: {
            content: string | null;
            model: string | null;
            name: string;
            parameters: unknown;
            variables: string[];
            /** Format: int64 */
            version: number | null;
        };
        PolicyTrialQuestion: {
            /** Format: int64 */
            askSeconds: number;
            /** Format: date-time */
            expiresAt: string;
            /** @enum {string} */
            whenUnanswered: "permit" | "refuse";
            /** @enum {string} */
            whenUnreachable: "permit" | "refuse";
        };
        PolicyTrialRefusal: {
            /** @enum {string} */
            kind: "stopped" | "policyExpired" | "limit" | "denied";
            reason: string | null;
        };
        PolicyTrialRule: {
            /** @enum {string} */
            effect: "allow" | "deny" | "ask" | "redact";
            id: string;
            /** Format: int32 */
            of: number;
            /** Format: int32 */
            place: number;
            reason: string | null;
        };
        PolicyTry: {
            /**
             * Format: double
             * @default 0
             */
            ageSeconds: number | null;
            prompt?: components["schemas"]["PolicyTryPrompt"] | null;
            run?: components["schemas"]["PolicyTryRun"] | null;
            tool?: components["schemas"]["PolicyTryTool"] | null;
        };
        PolicyTryPrompt: {
            name: string | null;
        };
        PolicyTryRun: {
            executionId: string | null;
        };
        PolicyTryTool: {
            arguments?: unknown;
            name: string | null;
            usage?: components["schemas"]["PolicyTryUsage"] | null;
        };
        PolicyTryUsage: {
            /** Format: int64 */
            actions?: number | null;
            /**
             * @description US dollars
             * @example 0.50
             */
            costUsd?: string | null;
            /** Format: double */
            seconds?: number | null;
        };
        PriceRequest: {
            applyToPast?: boolean | null;
            model?: string | null;
            reason?: string | null;
            tiers?: components["schemas"]["PriceTierRequest"][] | null;
        };
        PriceTier: {
            /**
             * Format: int64
             * @description input tokens above which it applies to the whole call
             */
            aboveTokens: number;
            /** @description null: not known */
            batchInput: string | null;
            /** @description null: not known */
            batchOutput: string | null;
            /** @description null: as input */
            cacheRead: string | null;
            /** @description null: as input */
            cacheWrite: string | null;
            /**
             * @description US dollars per million tokens
             * @example 2.5
             */
            input: string | null;
            output: string | null;
        };
        PriceTierRequest: {
            /** Format: int64 */
            aboveTokens?: number | null;
            batchInput?: string | null;
            batchOutput?: string | null;
            cacheRead?: string | null;
            cacheWrite?: string | null;
            /**
             * @description US dollars per million tokens
             * @example 2.5
             */
            input?: string | null;
            /** @example 10 */
            output?: string | null;
        };
        Prices: {
            /**
             * @description day of the price list
             * @example 2026-11-22
             */
            asOf: string;
            /** @example USD */
            currency: string;
            models: components["schemas"]["ModelPrice"][];
            /** @example 1 million tokens */
            per: string;
            /** @description models of the last 30 days whose calls have an unknown cost */
            unknown: components["schemas"]["UnknownPrice"][];
            /**
             * Format: int32
             * @description number of the price list
             */
            version: number;
        };
        PrincipalView: {
            /** Format: uuid */
            memberId: string | null;
            /** @enum {string} */
            method: "local" | "key" | "password" | "jwt";
            name: string;
            /** @enum {string} */
            role: "admin" | "developer" | "viewer" | "agent" | "ingest";
        };
        PrivacyAttribute: {
            /** @enum {string|null} */
            action?: "redact" | "hash" | "drop" | "keep" | null;
            /** @example app.customer.* */
            key?: string | null;
        };
        PrivacyAttributeRule: {
            /** @enum {string} */
            action: "redact" | "hash" | "drop" | "keep";
            key: string;
        };
        PrivacyClass: {
            /** @enum {string} */
            action: "redact" | "hash" | "drop" | "keep";
            example: string;
            /** @enum {string} */
            group: "personal" | "secret" | "declared";
            id: string;
            name: string;
            note: string | null;
            /** @enum {string} */
            standard: "redact" | "hash" | "drop" | "keep";
        };
        PrivacyFinding: {
            /** @enum {string} */
            action: "redact" | "hash" | "drop" | "keep";
            class: string;
            /** Format: int32 */
            end: number;
            replacement: string;
            /** Format: int32 */
            start: number;
        };
        PrivacyPattern: {
            /** @enum {string|null} */
            action?: "redact" | "hash" | "drop" | "keep" | null;
            /** @example customer_number */
            id?: string | null;
            /** @example Customer numbers */
            name?: string | null;
            /** @example C-[0-9]{6} */
            pattern?: string | null;
        };
        PrivacyPatternRule: {
            /** @enum {string} */
            action: "redact" | "hash" | "drop" | "keep";
            id: string;
            name: string;
            pattern: string;
        };
        PrivacyPolicy: {
            attributes: components["schemas"]["PrivacyAttributeRule"][];
            classes: components["schemas"]["PrivacyClass"][];
            keyId: string;
            nameKeys: string[];
            patterns: components["schemas"]["PrivacyPatternRule"][];
            patternsOff: string[];
            /** Format: date-time */
            updatedAt: string | null;
            updatedBy: string | null;
            /** Format: int32 */
            version: number;
        };
        PrivacyPolicyChange: {
            attributes?: components["schemas"]["PrivacyAttribute"][] | null;
            classes?: {
                [key: string]: string;
            } | null;
            nameKeys?: string[] | null;
            patterns?: components["schemas"]["PrivacyPattern"][] | null;
            reason?: string | null;
        };
        PrivacyTried: {
            findings: components["schemas"]["PrivacyFinding"][];
            text: string;
            /** Format: int64 */
            tookMicros: number;
            withheld: boolean;
        };
        PrivacyTry: {
            policy?: components["schemas"]["PrivacyPolicyChange"] | null;
            text?: string | null;
        };
        Problem: {
            /** @example invalid_field */
            code: string;
            /** @example limit: a number from 1 to 500 */
            detail: string;
            errors: components["schemas"]["FieldError"][];
            organization: components["schemas"]["OrganizationRef"] | null;
            /**
             * Format: int32
             * @example 400
             */
            status: number;
            /** @example Invalid field */
            title: string;
            /** @example urn:metaagent:problem:invalid_field */
            type: string;
        };
        Prompt: {
            agent: components["schemas"]["PromptAgent"] | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /**
             * @description the version that each label names; policies serve production
             * @example {
             *       "production": 13,
             *       "candidate": 14
             *     }
             */
            labels: {
                [key: string]: number;
            };
            /**
             * Format: int32
             * @example 14
             */
            latestVersion: number;
            /** @example email/answer */
            name: string;
            /** @description where the next page of versions begins; null at the end */
            nextCursor: string | null;
            /**
             * Format: int32
             * @example 14
             */
            versionCount: number;
            /** @description newest first */
            versions: components["schemas"]["PromptVersion"][];
        };
        PromptAgent: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        PromptLabelChange: {
            /** @example won its trial */
            reason: string | null;
            /**
             * Format: int32
             * @example 14
             */
            version: number | null;
        };
        PromptSummary: {
            agent: components["schemas"]["PromptAgent"] | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /**
             * @description the version that each label names; policies serve production
             * @example {
             *       "production": 13,
             *       "candidate": 14
             *     }
             */
            labels: {
                [key: string]: number;
            };
            /**
             * Format: int32
             * @example 14
             */
            latestVersion: number;
            /** @example email/answer */
            name: string;
            /**
             * Format: int32
             * @example 14
             */
            versionCount: number;
        };
        PromptText: {
            content: string;
            executionId: string;
            spanId: string;
        };
        PromptVersion: {
            /**
             * @description null: not for viewers
             * @example Write a short answer to {{customer}}.
             */
            content: string | null;
            /** @description SHA-256 in hex over content, variables, model, parameters and tools: equal versions have equal ones */
            contentHash: string;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /**
             * @description the model that it is meant for
             * @example claude-sonnet-4-5
             */
            model: string | null;
            /**
             * @description parameters of the call; not for viewers
             * @example {
             *       "temperature": 0.2
             *     }
             */
            parameters: Record<string, unknown> | null;
            /**
             * Format: int32
             * @description the version that it was made from
             */
            parent: number | null;
            reason: string | null;
            /** @description tools that the model may call; not for viewers */
            tools: unknown[] | null;
            /**
             * @description names that the content holds as {{name}}
             * @example [
             *       "customer"
             *     ]
             */
            variables: string[];
            /**
             * Format: int32
             * @example 14
             */
            version: number;
        };
        Rate: {
            /** Format: double */
            high: number | null;
            /** Format: double */
            low: number | null;
            /** Format: int64 */
            n: number;
            /** Format: int64 */
            unknown: number;
            /** Format: double */
            value: number | null;
        };
        RegisterCounts: {
            /** Format: int32 */
            models: number;
            /** Format: int32 */
            prompts: number;
            /** Format: int32 */
            tools: number;
        };
        RegisterDetail: {
            agent: components["schemas"]["RegisteredAgent"];
            /** @description other names whose runs are its runs */
            aliases: string[];
            /** Format: date-time */
            archivedAt: string | null;
            /**
             * Format: date-time
             * @description of purpose, team, data classes or risk; null: never
             */
            changedAt: string | null;
            changedBy: string | null;
            dataClasses: string[];
            /** Format: date-time */
            firstSeenAt: string;
            /** @description everything that is known, newest first */
            known: components["schemas"]["RegisterUses"];
            knownUses: components["schemas"]["RegisterCounts"];
            /** Format: date-time */
            lastSeenAt: string;
            newSinceReview: components["schemas"]["RegisterUses"] | null;
            newUses: components["schemas"]["RegisterCounts"] | null;
            /** @description whether the review held until a time that has passed */
            overdue: boolean;
            owner: string | null;
            /** @example Answers questions about orders */
            purpose: string | null;
            /** @enum {string} */
            review: "unreviewed" | "approved" | "restricted";
            reviewReason: string | null;
            /**
             * Format: date-time
             * @description the newest review, or when it was taken back; null: never reviewed
             */
            reviewedAt: string | null;
            reviewedBy: string | null;
            /**
             * Format: date-time
             * @description null: until the next review
             */
            reviewedUntil: string | null;
            /**
             * @description null: nobody has said
             * @enum {string|null}
             */
            risk: "low" | "medium" | "high" | null;
            /** @example Customer care */
            team: string | null;
            /**
             * Format: date-time
             * @description what it used in runs that ended before this time is not known; null: it is
             */
            unknownBefore: string | null;
            /** @description false: more of one kind were used than are kept */
            usesComplete: boolean;
        };
        RegisterEntry: {
            agent: components["schemas"]["RegisteredAgent"];
            /** @description other names whose runs are its runs */
            aliases: string[];
            /** Format: date-time */
            archivedAt: string | null;
            /**
             * Format: date-time
             * @description of purpose, team, data classes or risk; null: never
             */
            changedAt: string | null;
            changedBy: string | null;
            dataClasses: string[];
            /** Format: date-time */
            firstSeenAt: string;
            knownUses: components["schemas"]["RegisterCounts"];
            /** Format: date-time */
            lastSeenAt: string;
            newUses: components["schemas"]["RegisterCounts"] | null;
            /** @description whether the review held until a time that has passed */
            overdue: boolean;
            owner: string | null;
            /** @example Answers questions about orders */
            purpose: string | null;
            /** @enum {string} */
            review: "unreviewed" | "approved" | "restricted";
            reviewReason: string | null;
            /**
             * Format: date-time
             * @description the newest review, or when it was taken back; null: never reviewed
             */
            reviewedAt: string | null;
            reviewedBy: string | null;
            /**
             * Format: date-time
             * @description null: until the next review
             */
            reviewedUntil: string | null;
            /**
             * @description null: nobody has said
             * @enum {string|null}
             */
            risk: "low" | "medium" | "high" | null;
            /** @example Customer care */
            team: string | null;
            /**
             * Format: date-time
             * @description what it used in runs that ended before this time is not known; null: it is
             */
            unknownBefore: string | null;
            /** @description false: more of one kind were used than are kept */
            usesComplete: boolean;
        };
        RegisterExport: {
            agents: components["schemas"]["RegisterDetail"][];
            /** Format: date-time */
            exportedAt: string;
        };
        RegisterUse: {
            executionId: string;
            /** Format: date-time */
            firstSeenAt: string;
            name: string | null;
            version: string | null;
        };
        RegisterUses: {
            models: components["schemas"]["RegisterUse"][];
            prompts: components["schemas"]["RegisterUse"][];
            tools: components["schemas"]["RegisterUse"][];
        };
        RegisteredAgent: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        RelatedExecution: {
            agent: components["schemas"]["AgentReference"];
            durationMs: number | null;
            id: string;
            name: string;
            parentSpanId: string | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "ok" | "error" | "running" | "unknown";
        };
        RemapJob: {
            /** Format: uuid */
            job: string;
        };
        RemapRequest: {
            /**
             * Format: date-time
             * @description the earliest start of an action
             */
            from?: string | null;
            reason?: string | null;
            /**
             * Format: date-time
             * @description before this start of an action
             */
            to?: string | null;
        };
        ResumeRequest: {
            reason?: string | null;
            /**
             * Format: double
             * @example 0.1
             */
            share?: number | null;
        };
        Resumption: {
            /** Format: date-time */
            at: string;
            by: string;
            reason: string;
            /** Format: double */
            share: number;
        };
        Retention: {
            effective: components["schemas"]["RetentionKept"];
            installation: components["schemas"]["RetentionKept"];
            organization: components["schemas"]["RetentionDays"];
        };
        RetentionChange: {
            /**
             * Format: int32
             * @example 7
             */
            contentDays?: number | null;
            /**
             * Format: int32
             * @example 14
             */
            executionDays?: number | null;
            reason?: string | null;
        };
        RetentionDays: {
            /**
             * Format: int32
             * @example 7
             */
            contentDays: number | null;
            /**
             * Format: int32
             * @example 30
             */
            executionDays: number | null;
        };
        RetentionKept: {
            /** Format: int32 */
            contentDays: number;
            /** Format: int32 */
            executionDays: number;
        };
        Retried: {
            /** Format: int32 */
            events: number;
        };
        RibbonPoint: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            executions: number;
            /** Format: double */
            latencyP95Ms: number | null;
            successRate: components["schemas"]["Rate"];
        };
        RunLimits: {
            /** @enum {string|null} */
            afterMaxAge: "open" | "closed" | null;
            /** Format: int32 */
            maxActions: number | null;
            /**
             * Format: int32
             * @description seconds without contact after which a policy is too old
             */
            maxAgeSeconds: number | null;
            /**
             * @description US dollars
             * @example 0.5
             */
            maxCostUsd: string | null;
            /** Format: double */
            maxSeconds: number | null;
        };
        Scope: {
            name: string;
            version: string;
        };
        SearchHit: {
            agent: components["schemas"]["AgentReference"] | null;
            /** Format: date-time */
            at: string | null;
            detail: string | null;
            /**
             * @example {
             *       "userId": "u-17"
             *     }
             */
            filter: {
                [key: string]: string;
            };
            id: string;
            /** @enum {string} */
            kind: "agent" | "execution" | "session" | "user" | "version" | "prompt";
            label: string;
        };
        Series: {
            by: string | null;
            /**
             * Format: date-time
             * @description of one agent: start of its first run with this value that is known, whatever the range
             */
            firstSeenAt: string | null;
            label: string | null;
            /**
             * Format: date-time
             * @description of one agent: start of its last run with this value
             */
            lastSeenAt: string | null;
            points: components["schemas"]["Point"][];
        };
        SeriesAnswer: {
            complete: boolean;
            /** Format: date-time */
            from: string;
            series: components["schemas"]["Series"][];
            /** Format: int64 */
            stepMs: number;
            /** Format: date-time */
            to: string;
        };
        ServedPrompt: {
            content: string;
            model: string | null;
            name: string;
            parameters: {
                [key: string]: unknown;
            } | null;
            variables: string[];
            /** Format: int32 */
            version: number;
        };
        Session: {
            methods: ("password" | "jwt")[];
            /** @enum {string} */
            mode: "local" | "server";
            organization: components["schemas"]["OrganizationView"] | null;
            principal: components["schemas"]["PrincipalView"] | null;
            signedIn: boolean;
        };
        SessionDetail: {
            agentIds: string[];
            /** Format: int64 */
            executionCount: number;
            /** @description in the order of start */
            executions: components["schemas"]["SessionExecution"][];
            id: string;
            /** Format: date-time */
            lastAt: string;
            nextCursor: string | null;
            /** Format: date-time */
            startedAt: string;
            totalCostUsd: string | null;
        };
        SessionExecution: {
            /** Format: int32 */
            actionCount: number;
            agent: components["schemas"]["AgentReference"];
            agentVersion: string | null;
            arm: string | null;
            /** Format: double */
            assignmentProbability: number | null;
            /** @description plain metadata that the agent sent */
            attributes: Record<string, unknown>;
            /** Format: int64 */
            cacheReadTokens: number | null;
            /** Format: int64 */
            cacheWriteTokens: number | null;
            /**
             * @description its own cost in US dollars, without nested executions
             * @example 0.0121
             */
            costUsd: string | null;
            durationMs: number | null;
            /** Format: date-time */
            endedAt: string | null;
            environment: string | null;
            error: components["schemas"]["ExecutionError"] | null;
            /** Format: int32 */
            errorCount: number;
            framework: string | null;
            /**
             * @description what broke, in plain words; null when it did not fail
             * @example parse_output: the text was not valid JSON at character 215
             */
            headline: string | null;
            /**
             * @description trace id and the id of the span that began the run; the trace id alone while that is not known
             * @example 7f3a5c9e1d2b4860a1b2c3d4e5f60718-00f067aa0ba902b7
             */
            id: string;
            /** @description text or JSON */
            input: unknown;
            /** Format: int64 */
            inputTokens: number | null;
            /** @description its telemetry arrived more than ten minutes after it had ended */
            lateArrival: boolean;
            learnings: string[];
            /** @description models by output tokens, most first */
            models: string[];
            name: string;
            /** @description text or JSON */
            output: unknown;
            /** Format: int64 */
            outputTokens: number | null;
            parentExecutionId: string | null;
            promptName: string | null;
            promptVersion: string | null;
            /** Format: int64 */
            reasoningTokens: number | null;
            serviceName: string | null;
            sessionId: string | null;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            status: "ok" | "error" | "running" | "unknown";
            /** @description what it was about: a line of its input, once it was indexed; null for a viewer */
            subject: string | null;
            success: components["schemas"]["Success"];
            taskClass: string | null;
            /** @description its own use and that of everything nested in it */
            total: components["schemas"]["ExecutionTotal"];
            traceId: string;
            /**
             * Format: int32
             * @description model calls whose price is not known: the cost is then a lower bound
             */
            unpricedCalls: number;
            userId: string | null;
            vcs: components["schemas"]["SourceRevision"] | null;
        };
        SetAgent: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        SetAsideEvent: {
            /** Format: date-time */
            firstFailedAt: string;
            id: string;
            /** Format: date-time */
            lastFailedAt: string;
            /** Format: date-time */
            nextTryAt: string | null;
            reason: string;
            /** Format: date-time */
            recordedAt: string;
            /** Format: int32 */
            tries: number;
            type: string;
        };
        SetToolRule: {
            /** @enum {string} */
            effect: "allow" | "deny" | "ask" | "redact";
            id: string;
            tool: string;
        };
        SignIn: {
            email?: string | null;
            password?: string | null;
            token?: string | null;
        };
        SlowAction: {
            kind: string;
            name: string;
            /** Format: double */
            p95Ms: number;
            /** Format: double */
            previousP95Ms: number | null;
            /** Format: double */
            share: number;
        };
        SourceRevision: {
            commit: string | null;
            ref: string | null;
            repository: string | null;
        };
        Status: {
            consumers: components["schemas"]["ConsumerStatus"][] | null;
            /** @enum {string} */
            mode: "local" | "server";
            /** Format: date-time */
            now: string;
            organization: components["schemas"]["OrganizationView"];
            principal: components["schemas"]["PrincipalView"];
            version: string;
        };
        StopRequest: {
            reason?: string | null;
        };
        StopState: {
            agent: components["schemas"]["StoppedAgentName"] | null;
            stopped: components["schemas"]["Stopped"] | null;
        };
        Stopped: {
            by: string;
            reason: string;
            resumed: components["schemas"]["Resumption"] | null;
            /** Format: double */
            share: number;
            /** Format: date-time */
            since: string;
        };
        StoppedAgent: {
            agent: components["schemas"]["StoppedAgentName"];
            by: string;
            reason: string;
            resumed: components["schemas"]["Resumption"] | null;
            /** Format: double */
            share: number;
            /** Format: date-time */
            since: string;
        };
        StoppedAgentName: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        Stops: {
            agents: components["schemas"]["StoppedAgent"][];
            fleet: components["schemas"]["Stopped"] | null;
        };
        SubmissionResult: {
            errors: components["schemas"]["FieldError"][];
            /** @example 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7 */
            executionId: string | null;
            /** @example run-4711 */
            id: string | null;
            /** Format: int32 */
            index: number;
            /** @enum {string} */
            state: "stored" | "replaced" | "attached" | "waiting" | "unchanged" | "refused";
            warnings: components["schemas"]["FieldError"][];
        };
        SubmissionResults: {
            items: components["schemas"]["SubmissionResult"][];
        };
        Success: {
            /** Format: float */
            confidence: number | null;
            /**
             * @description the kind of evidence that decides
             * @enum {string|null}
             */
            source: "outcome" | "person" | "downstream" | "judge" | "detector" | "status" | null;
            value: boolean | null;
        };
        TelemetryGap: {
            atStart: boolean;
            /** Format: int64 */
            first: number;
            /** Format: int64 */
            last: number;
            /** Format: int64 */
            records: number;
        };
        TelemetryLoss: {
            agents: components["schemas"]["TelemetryLossAgent"][];
            /** Format: int64 */
            dropped: number;
            /** Format: date-time */
            firstSeenAt: string;
            gaps: components["schemas"]["TelemetryGap"][];
            instance: string;
            /** Format: int64 */
            judgedFrom: number;
            /** Format: int64 */
            judgedTo: number;
            /** Format: int64 */
            missing: number;
            /** Format: int64 */
            received: number;
            sdk: string;
            /** Format: date-time */
            seenAt: string;
        };
        TelemetryLossAgent: {
            id: string;
            name: string;
        };
        TestTrace: {
            /** @example 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7 */
            executionId: string;
        };
        Tokens: {
            /** Format: int64 */
            cacheRead: number | null;
            /** Format: int64 */
            cacheWrite: number | null;
            /** Format: int64 */
            input: number | null;
            /** Format: int64 */
            output: number | null;
        };
        ToolRule: {
            /** Format: int32 */
            askSeconds?: number | null;
            /** @enum {string} */
            effect: "allow" | "deny" | "ask" | "redact";
            /**
             * @description made from the position when left out
             * @example refunds
             */
            id: string;
            reason?: string | null;
            redactPaths: string[];
            /** @example issue_* */
            tool: string;
            when?: components["schemas"]["ToolRuleWhen"] | null;
            /** @enum {string|null} */
            whenUnanswered?: "allow" | "deny" | null;
            /** @enum {string|null} */
            whenUnreachable?: "open" | "closed" | null;
        };
        ToolRuleCondition: {
            /** @enum {string} */
            op: "eq" | "ne" | "in" | "lt" | "lte" | "gt" | "gte" | "contains" | "startsWith" | "endsWith" | "exists";
            /** @example order.total */
            path: string;
            /** @description a text, number, boolean, null or a list, as the operator needs */
            value?: unknown;
        };
        ToolRuleTrial: {
            /** Format: int64 */
            allowed: number;
            /** Format: int64 */
            asked: number;
            byRule: components["schemas"]["ToolRuleTrialOfRule"][];
            /** Format: int64 */
            calls: number;
            /** Format: int64 */
            changed: number;
            /** Format: int64 */
            denied: number;
            /** Format: int64 */
            redacted: number;
            truncated: boolean;
            /** Format: int64 */
            undecidable: number;
        };
        ToolRuleTrialExample: {
            /** @description as stored, without personal data */
            arguments: unknown;
            /** Format: date-time */
            at: string;
            executionId: string;
            spanId: string;
            tool: string;
        };
        ToolRuleTrialOfRule: {
            /** Format: int64 */
            calls: number;
            /** @enum {string} */
            effect: "allow" | "deny" | "ask" | "redact";
            examples: components["schemas"]["ToolRuleTrialExample"][];
            id: string;
        };
        ToolRuleWhen: {
            all?: components["schemas"]["ToolRuleCondition"][] | null;
            any?: components["schemas"]["ToolRuleCondition"][] | null;
        };
        ToolRules: {
            fleetRules: components["schemas"]["ToolRule"][];
            rules: components["schemas"]["ToolRule"][];
            version: string;
        };
        ToolRulesChange: {
            reason?: string | null;
            rules?: components["schemas"]["ToolRule"][] | null;
        };
        ToolRulesTry: {
            /** Format: date-time */
            from?: string | null;
            /**
             * Format: int32
             * @default 5
             */
            limit: number | null;
            rules?: components["schemas"]["ToolRule"][] | null;
            /** Format: date-time */
            to?: string | null;
        };
        TopError: {
            action: string | null;
            /** Format: int64 */
            count: number;
            type: string;
        };
        Understood: {
            remedy: string | null;
            /** @enum {string} */
            state: "ok" | "missing";
            text: string;
            what: string;
        };
        UnknownPrice: {
            /** Format: int64 */
            calls: number;
            /** Format: int64 */
            inputTokens: number | null;
            /** Format: date-time */
            lastSeenAt: string | null;
            model: string;
            /** Format: int64 */
            outputTokens: number | null;
        };
        Variant: {
            code: string;
            command: string;
            id: string;
            name: string;
        };
        Verification: {
            /** Format: int64 */
            brokenAt: number | null;
            /** Format: int64 */
            entries: number;
            head: string | null;
            valid: boolean;
        };
        View: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: uuid */
            id: string;
            name: string;
            /** @example executions */
            page: string;
            /** @example agent=Email Writer&failed=true */
            query: string;
        };
        ViewRequest: {
            /** @example Failed email runs */
            name: string | null;
            /** @example executions */
            page: string | null;
            /** @example agent=Email Writer&failed=true */
            query?: string | null;
        };
        Webhook: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            disabled: boolean;
            id: string;
            lastProblem: string | null;
            /** Format: date-time */
            lastReceivedAt: string | null;
            mapping: Record<string, unknown> | null;
            name: string;
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            refused: number;
            /** @enum {string} */
            source: "n8n" | "coldforge" | "agency-pm" | "generic";
            url: string;
        };
        WebhookChange: {
            disabled?: boolean | null;
            mapping?: Record<string, unknown> | null;
            name?: string | null;
            reason?: string | null;
            /** @description creates a new secret; the previous one stays valid for a day */
            rotateSecret?: boolean | null;
        };
        WebhookReceipt: {
            errors: components["schemas"]["FieldError"][];
            executionIds: string[];
            /** Format: int32 */
            outcomes: number;
        };
        WebhookWithSecret: {
            secret: string | null;
            webhook: components["schemas"]["Webhook"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
