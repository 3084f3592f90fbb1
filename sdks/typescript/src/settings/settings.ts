import { homedir } from 'node:os';
import { join } from 'node:path';
import type { TracerProvider } from '@opentelemetry/api';
import type { Problem } from '../client/problems.js';
import type { WithoutPolicy } from '../policy/begin.js';
import type { WhenFull } from '../telemetry/record-log.js';

/** Settings of a connection. What is absent is read from the environment, then has a default. */
export interface Options {
  /** Where MetaAgent is (METAAGENT_URL; http://localhost:8080). */
  url?: string | undefined;
  /** The API key (METAAGENT_KEY). */
  key?: string | undefined;
  /** Public keys of policies, in base64url (METAAGENT_POLICY_PUBLIC_KEY, separated by commas). */
  policyPublicKeys?: string[];
  /** The folder of policies and of the durable log (METAAGENT_SDK_DATA). */
  dataFolder?: string;
  /** Whether inputs and outputs are recorded (METAAGENT_CONTENT=off: not). */
  content?: boolean;
  /** Whether telemetry is written to disk before it is sent (METAAGENT_DURABLE=on). */
  durable?: boolean;
  /** What holds while there is no policy (METAAGENT_WITHOUT_POLICY; open). */
  withoutPolicy?: WithoutPolicy;
  /**
   * How long the first run of an agent waits for its first policy, in seconds (METAAGENT_POLICY_WAIT_SECONDS; 2, at
   * most 60; 0: not at all).
   */
  policyWaitSeconds?: number;
  /** Switches everything off (METAAGENT_DISABLED=true). */
  disabled?: boolean;
  /** How many bytes of telemetry wait at most: 32 MiB in memory, 256 MiB on disk. */
  maxLogBytes?: number;
  /** What happens when that is reached; by default the oldest is dropped and counted. */
  whenFull?: WhenFull;
  /** The provider of the host, whose spans are used. */
  tracerProvider?: TracerProvider;
  /** Makes the provider of this SDK the one of the process. */
  registerGlobally?: boolean;
  /** Hears of each problem. */
  onProblem?: (problem: Problem) => void;
}

type Environment = Record<string, string | undefined>;

export type Settings = ReturnType<typeof readSettings>;

const DEFAULT_URL = 'http://localhost:8080';
const DEFAULT_POLICY_WAIT_SECONDS = 2;
const MEBIBYTE = 1024 * 1024;

/** The settings that hold. */
export function readSettings(options: Options, env: Environment) {
  const durable = options.durable ?? env.METAAGENT_DURABLE === 'on';
  const pinned = (env.METAAGENT_POLICY_PUBLIC_KEY ?? '').split(',').map((key) => key.trim());
  return {
    url: (options.url ?? env.METAAGENT_URL) || DEFAULT_URL,
    key: options.key ?? env.METAAGENT_KEY,
    policyPublicKeys: options.policyPublicKeys ?? pinned.filter((key) => key !== ''),
    dataFolder: options.dataFolder ?? env.METAAGENT_SDK_DATA ?? join(cacheFolder(env), 'metaagent'),
    content: options.content ?? env.METAAGENT_CONTENT !== 'off',
    durable,
    withoutPolicy: options.withoutPolicy ?? (env.METAAGENT_WITHOUT_POLICY === 'closed' ? 'closed' : 'open'),
    policyWaitSeconds: options.policyWaitSeconds ?? secondsOf(env.METAAGENT_POLICY_WAIT_SECONDS),
    disabled: options.disabled ?? env.METAAGENT_DISABLED === 'true',
    maxLogBytes: options.maxLogBytes ?? (durable ? 256 * MEBIBYTE : 32 * MEBIBYTE),
    whenFull: options.whenFull ?? 'dropOldest',
    tracerProvider: options.tracerProvider,
    registerGlobally: options.registerGlobally ?? false,
    onProblem: options.onProblem,
  };
}

/** A number of seconds from 0 to 60; what is none counts as the default. */
function secondsOf(text: string | undefined): number {
  const seconds = text ? Number(text) : DEFAULT_POLICY_WAIT_SECONDS;
  return seconds >= 0 && seconds <= 60 ? seconds : DEFAULT_POLICY_WAIT_SECONDS;
}

function cacheFolder(env: Environment): string {
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
