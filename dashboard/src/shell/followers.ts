import type { Status } from '@/api/types';

type Consumer = NonNullable<Status['consumers']>[number];

/** What each consumer of the event log makes. */
const MAKES: Record<string, string> = { measure: 'Numbers', words: 'Search' };

const TELLS: Record<Consumer['state'], string | null> = {
  ok: null,
  behind: 'behind',
  stalled: 'standing still',
  blocked: 'standing still',
  unregistered: null,
};

const waited = (seconds: number | null): string => {
  if (seconds === null) return 'nothing waits';
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
};

/** What to say of consumers that do not keep up, the worst first; null while all do. */
export function followersText(consumers: readonly Consumer[]): { what: string; why: string } | null {
  const late = consumers
    .filter((consumer) => TELLS[consumer.state] !== null)
    .sort((a, b) => (b.oldestWaitingSeconds ?? 0) - (a.oldestWaitingSeconds ?? 0));
  const worst = late[0];
  if (!worst) return null;
  return {
    what: `${MAKES[worst.name] ?? worst.name}: ${TELLS[worst.state]}`,
    why: late
      .map((consumer) => `${MAKES[consumer.name] ?? consumer.name}: ${waited(consumer.oldestWaitingSeconds)}`)
      .join(', '),
  };
}
