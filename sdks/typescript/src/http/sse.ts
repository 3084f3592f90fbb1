/** One server-sent event. */
export interface ServerEvent {
  type: string;
  data: string;
  id: string;
}

const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/** Reads server-sent events from pieces of a body, in the format of the WHATWG HTML standard. */
export class EventReader {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #type = '';
  #data: string[] = [];
  #length = 0;
  #id = '';

  /** The events that are complete with one more piece. Throws if an event is too long. */
  push(piece: Uint8Array): ServerEvent[] {
    const text = this.#rest + this.#decoder.decode(piece, { stream: true });
    // A carriage return at the end may be half of a line end.
    const complete = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = complete.split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + text.slice(complete.length);
    const events = lines.map((line) => this.#line(line)).filter((event) => event !== null);
    if (this.#rest.length + this.#length > MAX_EVENT_LENGTH) throw new Error('an event is too long');
    return events;
  }

  #line(line: string): ServerEvent | null {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#type = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'data') {
      this.#data.push(value);
      this.#length += value.length;
    }
    return null;
  }

  #dispatch(): ServerEvent | null {
    const event = { type: this.#type || 'message', data: this.#data.join('\n'), id: this.#id };
    const empty = this.#data.length === 0 && this.#type === '';
    this.#type = '';
    this.#data = [];
    this.#length = 0;
    return empty ? null : event;
  }
}
