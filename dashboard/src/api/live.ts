import { type Frame, type LiveFilter, type Topic, topicOf } from './live-frames';

/**
 * off: no subscriptions. connecting: not yet, or no longer connected. live: changes are pushed.
 * polling: the way is barred (by a proxy, say); pages ask instead, and it is tried again now and then.
 */
export type LiveState = 'off' | 'connecting' | 'live' | 'polling';

/** The part of a WebSocket that is used. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/** What a part of the page does with the frames of its topics. */
export type Region = (frames: Frame[]) => void;

const RETRIES_MS = [300, 1_000, 2_000, 4_000, 8_000, 15_000];
const BARRED_AFTER = 3;
const BARRED_RETRY_MS = 60_000;
const SILENCE_MS = 35_000;
const APPLY_EVERY_MS = 250;
const LINGER_MS = 2_000;
export const HIDDEN_MS = 60_000;

interface Watch {
  filter: LiveFilter;
  regions: Set<Region>;
}

/**
 * The one connection of a tab. Parts of a page watch topics; frames are handed to them once an animation frame and
 * at most four times a second. After a break it resumes where it was.
 */
export class Live {
  private readonly open: () => Socket;
  private readonly noteFrame: () => void;
  private readonly watches = new Map<Topic, Watch>();
  private readonly listeners = new Set<() => void>();
  /** Topics whose answer has not come: until then a cursor does not speak for them. */
  private readonly awaited = new Set<Topic>();
  private readonly asked = new Set<Topic>();
  /** Topics that can be resumed: all their regions know what there was. */
  private readonly delivered = new Set<Topic>();
  private socket: Socket | null = null;
  private welcomed = false;
  private resting = false;
  private cursor: string | null = null;
  private failures = 0;
  private current: LiveState = 'off';
  private waiting: { topic: Topic; frame: Frame }[] = [];
  private lastApplied = 0;
  private asking = false;
  private readonly timers: Partial<
    Record<'retry' | 'silence' | 'apply' | 'linger', ReturnType<typeof setTimeout>>
  > = {};

  constructor(open: () => Socket, noteFrame: () => void = () => {}) {
    this.open = open;
    this.noteFrame = noteFrame;
  }

  readonly state = (): LiveState => this.current;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Subscribes to a topic until the returned function is called. A new filter subscribes again. */
  watch(topic: Topic, filter: LiveFilter, region: Region): () => void {
    const known = this.watches.get(topic);
    const watch = known ?? { filter, regions: new Set() };
    watch.regions.add(region);
    const same = known && JSON.stringify(known.filter) === JSON.stringify(filter);
    watch.filter = filter;
    this.watches.set(topic, watch);
    // whoever comes later needs a snapshot too
    if (!same || watch.regions.size > 1) {
      this.asked.delete(topic);
      this.delivered.delete(topic);
    }
    clearTimeout(this.timers.linger);
    this.connect();
    this.askSoon();
    return () => this.unwatch(topic, region);
  }

  private unwatch(topic: Topic, region: Region) {
    const watch = this.watches.get(topic);
    if (!watch?.regions.delete(region) || watch.regions.size > 0) return;
    this.watches.delete(topic);
    this.awaited.delete(topic);
    this.delivered.delete(topic);
    if (this.asked.delete(topic) && this.welcomed) this.say({ type: 'unsubscribe', topics: [topic] });
    if (this.watches.size > 0) return;
    this.timers.linger = setTimeout(() => this.watches.size === 0 && this.drop('off'), LINGER_MS);
  }

  /** Nothing is watched while the tab is hidden for long, or somebody paused; then a snapshot comes. */
  rest(value: boolean) {
    if (this.resting === value) return;
    this.resting = value;
    if (value) {
      this.cursor = null;
      this.delivered.clear();
      this.drop('off');
    } else {
      this.connect();
    }
  }

  private drop(state: LiveState) {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.timers.apply = undefined;
    const { socket } = this;
    this.socket = null;
    this.welcomed = false;
    this.asked.clear();
    this.awaited.clear();
    this.waiting = [];
    if (socket) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
    this.become(state);
  }

  private become(state: LiveState) {
    if (this.current === state) return;
    this.current = state;
    for (const listener of this.listeners) listener();
  }

  private connect() {
    if (this.socket || this.resting || this.watches.size === 0) return;
    clearTimeout(this.timers.retry);
    if (this.current === 'off') this.become('connecting');
    let socket: Socket;
    try {
      socket = this.open();
    } catch {
      this.retry();
      return;
    }
    this.socket = socket;
    socket.onmessage = ({ data }) => this.socket === socket && this.heard(data);
    socket.onclose = ({ code }) => this.socket === socket && this.closed(code);
    this.watchSilence();
  }

  private watchSilence() {
    clearTimeout(this.timers.silence);
    this.timers.silence = setTimeout(() => this.closed(1006), SILENCE_MS);
  }

  private closed(code: number) {
    this.drop(this.current);
    // 4001: signed out or another organization; the next answer of the API says so
    if (code === 4001) this.cursor = null;
    this.retry();
  }

  private retry() {
    this.failures++;
    const barred = this.failures >= BARRED_AFTER;
    this.become(barred ? 'polling' : 'connecting');
    const pause = RETRIES_MS[Math.min(this.failures, RETRIES_MS.length) - 1] ?? BARRED_RETRY_MS;
    const wait = this.failures > RETRIES_MS.length ? BARRED_RETRY_MS : pause;
    this.timers.retry = setTimeout(() => this.connect(), wait * (0.5 + Math.random()));
  }

  private heard(text: string) {
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return;
    }
    this.noteFrame();
    this.watchSilence();
    if (frame.type === 'welcome') {
      this.welcomed = true;
      this.failures = 0;
      this.ask();
      this.become('live');
    }
    if (frame.type === 'error') this.awaited.clear();
    const topic = topicOf(frame);
    if (topic && (frame.type === 'snapshot' || frame.type === 'resumed')) {
      this.awaited.delete(topic);
      this.delivered.add(topic);
    }
    if (frame.cursor && this.awaited.size === 0) this.cursor = frame.cursor;
    if (topic && this.watches.has(topic)) {
      this.waiting.push({ topic, frame });
      this.applySoon();
    }
  }

  private askSoon() {
    if (this.asking) return;
    this.asking = true;
    queueMicrotask(() => {
      this.asking = false;
      this.ask();
    });
  }

  /** Asks for every topic that was not asked for on this connection, those that are asked alike together. */
  private ask() {
    if (!this.welcomed) return;
    const groups = new Map<string, Topic[]>();
    for (const [topic, watch] of this.watches) {
      if (this.asked.has(topic)) continue;
      this.asked.add(topic);
      this.awaited.add(topic);
      const filter = topic === 'tail' || topic === 'runs' ? watch.filter : {};
      const resumeFrom = this.delivered.has(topic) ? (this.cursor ?? undefined) : undefined;
      const alike = JSON.stringify({ filter, resumeFrom });
      groups.set(alike, [...(groups.get(alike) ?? []), topic]);
    }
    for (const [alike, topics] of groups) this.say({ type: 'subscribe', topics, ...JSON.parse(alike) });
  }

  private say(message: unknown) {
    this.socket?.send(JSON.stringify(message));
  }

  private applySoon() {
    if (this.timers.apply !== undefined) return;
    const wait = Math.max(0, this.lastApplied + APPLY_EVERY_MS - Date.now());
    this.timers.apply = setTimeout(() => {
      const apply = () => {
        this.timers.apply = undefined;
        this.apply();
      };
      if (typeof requestAnimationFrame === 'function' && !document.hidden) requestAnimationFrame(apply);
      else apply();
    }, wait);
  }

  private apply() {
    const due = this.waiting;
    this.waiting = [];
    this.lastApplied = Date.now();
    const byRegion = new Map<Region, Frame[]>();
    for (const { topic, frame } of due) {
      for (const region of this.watches.get(topic)?.regions ?? []) {
        byRegion.set(region, [...(byRegion.get(region) ?? []), frame]);
      }
    }
    for (const [region, frames] of byRegion) region(frames);
  }
}
