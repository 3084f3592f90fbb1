/** Records that are sent together: consecutive ones of one instance. */
export interface Batch {
  /** The instance whose records these are; after a crash that of an earlier process. */
  instance: string;
  /** The number of the first record. */
  first: number;
  /** Each an OTLP `ResourceSpans` message in protobuf. */
  payloads: Uint8Array[];
  /** Forgets the records, because the server has them or never will. */
  remove(): Promise<void>;
}

/** What happens to records when the log is full. `block` waits at most for a time, then drops the new ones. */
export type WhenFull = 'dropOldest' | { blockMs: number };

/** Records that wait until they are sent. */
export interface RecordLog {
  /** Adds records; ends when they are as durable as this log makes them. Never rejects. */
  append(payloads: Uint8Array[]): Promise<void>;
  /** Adds records before the process exits, without waiting for anything. */
  appendAtExit(payloads: Uint8Array[]): void;
  /** The oldest records, or null if there are none. */
  next(): Promise<Batch | null>;
  /** Keeps a record that the server refused for good, where the log can. */
  setAside(payload: Uint8Array): Promise<void>;
  /** Whether records outlive the process, so that they can wait for its next start. */
  readonly isDurable: boolean;
  /** Records that were dropped because the log was full, since the start. */
  readonly dropped: number;
  /** Ends the log; what was not sent stays where it is. */
  close(): Promise<void>;
}
