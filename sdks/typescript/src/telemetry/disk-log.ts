import { closeSync, fsyncSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { appendFile, type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Problems } from '../client/problems.js';
import { adopt, instanceOf, leave, own, touch } from './folder.js';
import type { Batch } from './record-log.js';
import { Room } from './room.js';
import { frame, readSegment } from './segment.js';

/** A file of records. */
interface Segment {
  folder: string;
  path: string;
  first: number;
  bytes: number;
  /** How many records it holds; null in a segment of an earlier process. */
  count: number | null;
}

const SEGMENT_BYTES = 1024 * 1024;
const SET_ASIDE_BYTES = 16 * 1024 * 1024;
const TOUCH_EVERY_MS = 5_000;
const ADOPT_EVERY_MS = 60_000;

/**
 * Records on disk, in segments that are removed once they were sent. Also sends what earlier processes left.
 * Its methods reject when the disk fails.
 */
export class DiskLog {
  readonly #folder: string;
  readonly #room: Room;
  readonly #adopted = new Set<string>();
  #segments: Segment[] = [];
  #sending: Segment | null = null;
  #active: { segment: Segment; file: FileHandle } | null = null;
  #files = 0;
  #touchedAt = Number.NEGATIVE_INFINITY;
  #adoptedAt = Number.NEGATIVE_INFINITY;
  #dropped = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly root: string,
    private readonly instance: string,
    maxBytes: number,
    private readonly problems: Problems,
  ) {
    this.#folder = join(root, instance);
    this.#room = new Room(maxBytes);
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Waits for room; whether there is some. */
  waitForRoom(bytes: number, atMostMs: number): Promise<boolean> {
    return this.#room.waitFor(bytes, atMostMs);
  }

  /** Writes records and syncs them. */
  write(first: number, payloads: Uint8Array[]): Promise<void> {
    return this.#inTurn(() => this.#write(first, payloads));
  }

  async #write(first: number, payloads: Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(payloads.map(frame));
    await this.#makeRoom(bytes.length);
    this.#keepFolder();
    if (this.#active !== null && !continues(this.#active.segment, first, bytes.length)) await this.#seal();
    this.#active ??= await this.#openSegment(first);
    const { segment, file } = this.#active;
    try {
      await file.appendFile(bytes);
      await file.datasync();
    } catch (error) {
      await this.#abandon(segment, file);
      throw error;
    }
    this.#grow(segment, bytes.length, payloads.length);
  }

  /** Writes records at once into a segment of their own. */
  writeSync(first: number, payloads: Uint8Array[]): void {
    own(this.#folder);
    const file = openSync(this.#path(first), 'ax', 0o600);
    try {
      const bytes = Buffer.concat(payloads.map(frame));
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** Leaves the folders before the process exits, so that the next one takes them at once. */
  leave(): void {
    for (const folder of [this.#folder, ...this.#adopted]) leave(folder);
  }

  /** The records of the oldest segment; null if there is none. */
  next(): Promise<Batch | null> {
    return this.#inTurn(() => this.#next());
  }

  async #next(): Promise<Batch | null> {
    this.#adoptAbandoned();
    for (let oldest = this.#segments[0]; oldest !== undefined; oldest = this.#segments[0]) {
      if (this.#active?.segment === oldest) await this.#seal();
      const segment = oldest;
      const payloads = await this.#read(segment);
      const batch = { instance: instanceOf(basename(segment.folder)), first: segment.first, payloads };
      this.#sending = segment;
      if (payloads.length > 0) return { ...batch, remove: () => this.#inTurn(() => this.#remove(segment)) };
      await this.#remove(segment);
    }
    return null;
  }

  /** Keeps a record that the server refused for good, up to 16 MiB of them. */
  async setAside(payload: Uint8Array): Promise<void> {
    const path = join(this.root, 'refused.segment');
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size + payload.length <= SET_ASIDE_BYTES) await appendFile(path, frame(payload), { mode: 0o600 });
  }

  /** Ends the log. What it holds is sent by the next process, or by another one that runs. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#active !== null) await this.#seal();
      this.leave();
    });
  }

  /** Runs a step after those before it, whether or not they failed. */
  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => {});
    return result;
  }

  #isUsed(folder: string): boolean {
    return this.#segments.some((segment) => segment.folder === folder);
  }

  /** Drops the oldest segments that are not being sent until so many bytes fit. */
  async #makeRoom(bytes: number): Promise<void> {
    while (!this.#room.fits(bytes)) {
      const oldest = this.#segments.find((segment) => segment !== this.#sending);
      if (oldest === undefined) return;
      if (this.#active?.segment === oldest) await this.#seal();
      this.#dropped += oldest.count ?? (await this.#read(oldest)).length;
      await this.#remove(oldest);
    }
  }

  async #openSegment(first: number): Promise<{ segment: Segment; file: FileHandle }> {
    const path = this.#path(first);
    const file = await open(path, 'ax', 0o600);
    const segment = { folder: this.#folder, path, first, bytes: 0, count: 0 };
    this.#segments.push(segment);
    return { segment, file };
  }

  #path(first: number): string {
    this.#files++;
    return join(this.#folder, `${String(first).padStart(16, '0')}.${this.#files}.segment`);
  }

  #grow(segment: Segment, bytes: number, count: number): void {
    segment.bytes += bytes;
    segment.count = (segment.count ?? 0) + count;
    this.#room.take(bytes);
  }

  async #seal(): Promise<void> {
    const file = this.#active?.file;
    this.#active = null;
    await file?.close();
  }

  /** Ends a segment that could not be written to, at the last record that was written in whole. */
  async #abandon(segment: Segment, file: FileHandle): Promise<void> {
    this.#active = null;
    await file.truncate(segment.bytes).catch(() => {});
    await file.close().catch(() => {});
  }

  async #read(segment: Segment): Promise<Buffer[]> {
    const bytes = await readFile(segment.path).catch(() => Buffer.alloc(0));
    const { records, lostBytes } = readSegment(bytes);
    if (lostBytes > 0) this.problems.report('lost', `${lostBytes} bytes of telemetry on disk were damaged`);
    return records;
  }

  async #remove(segment: Segment): Promise<void> {
    if (!this.#segments.includes(segment)) return;
    this.#forget(segment);
    await rm(segment.path, { force: true });
    if (this.#adopted.has(segment.folder) && !this.#isUsed(segment.folder)) {
      this.#adopted.delete(segment.folder);
      leave(segment.folder);
    }
  }

  #forget(segment: Segment): void {
    this.#segments = this.#segments.filter((other) => other !== segment);
    this.#room.free(segment.bytes);
  }

  /** Makes the folder, and says now and then that its owner is alive. */
  #keepFolder(): void {
    const now = performance.now();
    if (now - this.#touchedAt < TOUCH_EVERY_MS) return;
    for (const folder of this.#adopted) touch(folder);
    if (!touch(this.#folder)) {
      // New, or taken by a process that believed this one dead: it sends what lies there.
      for (const segment of this.#segments) if (segment.folder === this.#folder) this.#forget(segment);
      void this.#active?.file.close().catch(() => {});
      this.#active = null;
      own(this.#folder);
    }
    this.#touchedAt = now;
  }

  #adoptAbandoned(): void {
    const now = performance.now();
    if (now - this.#adoptedAt < ADOPT_EVERY_MS) return;
    this.#adoptedAt = now;
    for (const folder of adopt(this.root, this.instance)) this.#addFolder(folder);
  }

  #addFolder(folder: string): void {
    const found = readdirSync(folder)
      .filter((name) => /^\d{16}\.\d+\.segment$/.test(name))
      .sort()
      .map((name) => {
        const path = join(folder, name);
        return { folder, path, first: Number(name.slice(0, 16)), bytes: statSync(path).size, count: null };
      });
    if (found.length === 0) leave(folder);
    else this.#addSegments(folder, found);
  }

  #addSegments(folder: string, found: Segment[]): void {
    this.#adopted.add(folder);
    for (const segment of found) this.#room.take(segment.bytes);
    this.#segments.unshift(...found);
  }
}

/** Whether records may follow in a segment: it has room, and no number is left out between them. */
function continues(segment: Segment, first: number, bytes: number): boolean {
  return segment.bytes + bytes <= SEGMENT_BYTES && segment.first + (segment.count ?? 0) === first;
}
