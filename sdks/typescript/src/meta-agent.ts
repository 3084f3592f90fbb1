import { randomUUID } from 'node:crypto';
import { ProxyTracerProvider, ROOT_CONTEXT, type TracerProvider, trace } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { digest, Governance } from './client/governance.js';
import { type Outcome, OutcomeSender } from './client/outcomes.js';
import { messageOf, type Problem, Problems } from './client/problems.js';
import { Agent } from './execution/agent.js';
import { AgentPolicy } from './execution/agent-policy.js';
import { Clock } from './http/clock.js';
import { Connection } from './http/connection.js';
import { Deadline } from './http/deadline.js';
import { beforeExit } from './http/process-end.js';
import { holdProcess } from './http/wait.js';
import { type Options, readSettings, type Settings } from './settings/settings.js';
import { Telemetry } from './telemetry/telemetry.js';

const NO_TRACER = new ProxyTracerProvider().getTracer('');
const FLUSH_MS = 10_000;
/** How long the end of a process waits for telemetry that was not sent, in milliseconds. */
const BEFORE_EXIT_MS = 2_000;

/** What exists only where there is a server. */
interface Online {
  connection: Connection;
  governance: Governance;
  outcomes: OutcomeSender;
  telemetry: Telemetry;
}

/** A connection to MetaAgent. Nothing that it does throws into the host; {@link problems} says what failed. */
export class MetaAgent {
  readonly #settings: Settings;
  readonly #problems: Problems;
  readonly #clock = new Clock();
  readonly #agents = new Map<string, Agent>();
  readonly #online: Online | null;
  #closed = false;
  readonly #beforeExit = () => {
    beforeExit.remove(this.#beforeExit);
    void this.flush(BEFORE_EXIT_MS);
  };

  private constructor(options: Options) {
    this.#settings = readSettings(options, process.env);
    this.#problems = new Problems(options.onProblem);
    this.#online = this.#settings.disabled ? null : this.#connect();
    if (this.#online !== null) beforeExit.add(this.#beforeExit);
  }

  /** Connects to a server; without arguments by METAAGENT_URL and METAAGENT_KEY. Does not wait for it. */
  static connect(url?: string, key?: string, options?: Options): MetaAgent;
  static connect(options: Options): MetaAgent;
  static connect(first?: string | Options, key?: string, options: Options = {}): MetaAgent {
    if (typeof first === 'object') return new MetaAgent(first);
    return new MetaAgent({ ...options, url: first ?? options.url, key: key ?? options.key });
  }

  /** The agent of a name. Its policy is kept up to date from now on. */
  agent(name: string): Agent {
    if (typeof name !== 'string' || name === '') throw new TypeError('an agent needs a name');
    const known = this.#agents.get(name);
    if (known !== undefined) return known;
    const agent = this.#makeAgent(name);
    this.#agents.set(name, agent);
    return agent;
  }

  /** Reports what came of a run, whenever it is known. */
  outcome(outcome: Outcome): void {
    this.#online?.outcomes.send(outcome);
  }

  /** For a provider of the host: records its spans too. */
  get spanProcessor(): SpanProcessor | undefined {
    return this.#online?.telemetry.processor;
  }

  /** For an instrumentation: makes spans that belong to the current execution. */
  get tracerProvider(): TracerProvider {
    return this.#online?.telemetry.provider ?? trace.getTracerProvider();
  }

  /** What did not work lately. */
  problems(): Problem[] {
    return this.#problems.list();
  }

  /** Records of telemetry that were dropped because they were too many. */
  get dropped(): number {
    return this.#online?.telemetry.dropped ?? 0;
  }

  /** Sends what there is, at most for a time in milliseconds; whether all of it arrived. */
  async flush(atMostMs = FLUSH_MS): Promise<boolean> {
    if (this.#online === null || this.#closed) return true;
    const { telemetry, outcomes } = this.#online;
    const deadline = new Deadline(atMostMs);
    const sent = Promise.all([telemetry.flush(deadline.signal), outcomes.flushed()]);
    try {
      const inTime = await holdProcess(sent, atMostMs + 50);
      return inTime && (await sent)[0];
    } catch (error) {
      this.#problems.report('flush', messageOf(error));
      return false;
    } finally {
      deadline.end();
    }
  }

  /** Sends what there is, then ends the connection. What is on disk then is sent by the next process. */
  async close(atMostMs = FLUSH_MS): Promise<boolean> {
    const flushed = await this.flush(atMostMs);
    if (this.#online === null || this.#closed) return flushed;
    this.#closed = true;
    beforeExit.remove(this.#beforeExit);
    const { telemetry, outcomes, governance, connection } = this.#online;
    outcomes.close();
    await holdProcess(Promise.all([telemetry.close(), governance.close()]), FLUSH_MS);
    connection.close();
    return flushed;
  }

  #connect(): Online | null {
    const { url, key, dataFolder, policyPublicKeys } = this.#settings;
    if (!URL.canParse(url)) {
      this.#problems.report('settings', `METAAGENT_URL is no address of a server: ${url}`);
      return null;
    }
    const scope = digest(`${url}\n${key ?? ''}`);
    const connection = new Connection(url, key, randomUUID(), this.#clock);
    const governance = new Governance(
      connection,
      this.#clock,
      this.#problems,
      dataFolder,
      scope,
      policyPublicKeys,
    );
    const outcomes = new OutcomeSender(connection, this.#problems);
    const telemetry = new Telemetry(this.#settings, connection, this.#problems, scope);
    return { connection, governance, outcomes, telemetry };
  }

  #makeAgent(name: string): Agent {
    const online = this.#online;
    const { disabled, withoutPolicy, content, policyWaitSeconds } = this.#settings;
    const followed = online?.governance.follow(name);
    const policy = new AgentPolicy(name, {
      held: followed?.held ?? null,
      loaded: followed?.loaded ?? Promise.resolve(false),
      waitMs: policyWaitSeconds * 1000,
      approvals: online?.governance.approvals ?? null,
      clock: this.#clock,
      problems: this.#problems,
      withoutPolicy: disabled ? 'open' : withoutPolicy,
      withContent: content,
      onStopRefusal: () => online?.governance.countRefusedRun(),
    });
    return new Agent(
      name,
      policy,
      {
        tracer: online?.telemetry.tracer ?? NO_TRACER,
        outcomes: online?.outcomes ?? null,
        withContent: content,
        parent: () => online?.telemetry.parent() ?? ROOT_CONTEXT,
      },
      async () => {
        await online?.telemetry.room();
      },
    );
  }
}
