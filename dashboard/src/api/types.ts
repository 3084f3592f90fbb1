import type { components } from './contract';

/** Short names for the schemas of protocol/openapi.yaml; their shapes are in the generated contract.ts. */

type Schemas = components['schemas'];

/** RFC 3339, UTC. */
export type Time = string;
/** A decimal string in USD: never a float. */
export type Usd = string;

/** One page of a list; `scannedTo` is there when the scan stopped early. */
export type List<T> = Omit<Schemas['PageExecution'], 'items'> & { items: T[] };
export type Problem = Schemas['Problem'];
export type FieldError = Schemas['FieldError'];

/** Numbers. */
export type Rate = Schemas['Rate'];
export type Difference = Schemas['Difference'];
export type MetricPoint = Schemas['Point'];
export type Metrics = Schemas['SeriesAnswer'];

/** Agents. */
export type Agent = Schemas['AgentAnswer'];
export type AgentRecord = Schemas['AgentRecord'];
export type AgentStatus = Agent['status'];
export type Health = Schemas['HealthAnswer'];
export type RibbonPoint = Schemas['RibbonPoint'];
export type Objectives = Schemas['ObjectivesAnswer'];
export type Ref = Schemas['AgentReference'];
export type Change = Schemas['ChangeAnswer'];
export type ChangeKind = Change['kind'];
export type NeedsYou = Schemas['Need'];
export type Fleet = Schemas['FleetAnswer'];
export type Dependencies = Schemas['Dependencies'];
export type Comparison = Schemas['AgentComparison'];
export type ComparedSide = Schemas['ComparedVersion'];
export type ComparedLine = NonNullable<NonNullable<Comparison['texts']>['diff']>[number];
export type Estimate = Schemas['Estimate'];
export type Verdict = Comparison['verdicts']['successRate'];
export type AgentLatency = Schemas['AgentLatency'];
export type LatencyItem = AgentLatency['items'][number];

/** Runs. */
export type Execution = Schemas['Execution'];
export type ExecutionStatus = Execution['status'];
export type ExecutionDetail = Schemas['ExecutionDetail'];
export type Conversation = Schemas['SessionDetail'];
export type Turn = Schemas['SessionExecution'];
export type Histogram = Schemas['ExecutionHistogram'];
export type Facets = Schemas['ExecutionFacets'];
export type Groups = Schemas['ExecutionGroups'];
export type Group = Schemas['ExecutionGroup'];
export type Outcome = Schemas['ExecutionOutcome'];
export type Sent = Schemas['SubmissionResults'];
export type View = Schemas['View'];

/** Actions: lists leave out their content. */
export type Action = Schemas['Action'];
export type ActionKind = Action['kind'];
export type Called = Schemas['CalledExecution'];
export type Message = Schemas['Message'];
export type MessagePart = Schemas['Part'];

/** How an agent gets in, and what came in. */
export type Connect = Schemas['Connect'];
export type Snippets = Schemas['Guide'];
export type Attempt = Schemas['IngestAttempt'];
export type Loss = Schemas['TelemetryLoss'];
export type First = Schemas['FirstRun'];

/** Who asks, and where. */
export type Role = Schemas['PrincipalView']['role'];
export type Organization = Schemas['OrganizationView'];
export type OrganizationChoice = Schemas['OrganizationChoice'];
export type Principal = Schemas['PrincipalView'];
export type Status = Schemas['Status'];
export type Session = Schemas['Session'];

/** Settings. */
export type Key = Schemas['ApiKey'];
export type IssuedKey = Schemas['IssuedKey'];
export type Member = Schemas['Member'];
export type SignInLink = Schemas['MemberLink'];
export type EndpointRow = Schemas['EndpointRow'];
export type PrivacyPolicy = Schemas['PrivacyPolicy'];
export type PrivacyClass = Schemas['PrivacyClass'];
export type PrivacyAction = PrivacyClass['action'];
export type PrivacyPolicyChange = Schemas['PrivacyPolicyChange'];
export type Finding = Schemas['PrivacyFinding'];
export type Tried = Schemas['PrivacyTried'];
export type Tier = Schemas['PriceTier'];
export type ModelPrice = Schemas['ModelPrice'];
export type Prices = Schemas['Prices'];
export type DeclaredAttribute = Schemas['DeclaredAttribute'];
export type Attributes = Schemas['PageDeclaredAttribute'];
export type Retention = Schemas['Retention'];
export type Webhook = Schemas['Webhook'];
export type WebhookSource = Webhook['source'];
export type WebhookChanged = Schemas['WebhookWithSecret'];
export type WebhookTried = Schemas['MappingResult'];
export type JournalEntry = Schemas['JournalEntry'];
export type Verification = Schemas['Verification'];

/** Governing. */
export type Approval = Schemas['Approval'];
export type ApprovalState = Approval['state'];
export type ApprovalHistory = Schemas['ApprovalHistory'];
export type ApprovalAnswers = Schemas['ApprovalAnswers'];
export type ApprovalSummary = Schemas['ApprovalSummary'];
export type ApprovalLink = Schemas['ApprovalLink'];
export type ConditionMet = Schemas['ApprovalConditionMet'];
export type Stops = Schemas['Stops'];
export type Stopped = Schemas['Stopped'];
export type StopState = Schemas['StopState'];
export type Policy = Schemas['Policy'];
export type Holder = Schemas['PolicyHolder'];
export type FleetHolder = Schemas['FleetPolicyHolder'];
export type AgentSettings = Schemas['AgentPolicySettings'];
export type FleetToolRules = Schemas['FleetToolRules'];
export type PolicyTrial = Schemas['PolicyTrial'];
export type Limits = Schemas['RunLimits'];
export type LimitsInForce = Schemas['LimitsInForce'];
export type ToolRule = Schemas['ToolRule'];
export type ToolRules = Schemas['ToolRules'];
export type ToolCondition = Schemas['ToolRuleCondition'];
export type RegisterEntry = Schemas['RegisterEntry'];
export type RegisterDetail = Schemas['RegisterDetail'];
export type RegisterUse = Schemas['RegisterUse'];
export type RegisterUses = Schemas['RegisterUses'];
export type AgentEdit = Schemas['AgentEdit'];
export type ToolTrial = Schemas['ToolRuleTrial'];
