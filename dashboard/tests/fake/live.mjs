// The stand-in of WS /api/v1/live: the handshake and frames of RFC 6455 as far as a browser needs them.
import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** An unmasked text frame, or one that closes. */
function frame(text, opcode = 1) {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : payload.length < 65_536
        ? Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255])
        : Buffer.alloc(10);
  if (payload.length >= 65_536) {
    head[0] = 0x80 | opcode;
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}

/** Takes whole frames of a client out of what came in; answers what is left. */
function read(buffer, heard) {
  let rest = buffer;
  while (rest.length >= 6) {
    let length = rest[1] & 127;
    let at = 2;
    if (length === 126) {
      length = rest.readUInt16BE(2);
      at = 4;
    }
    if (rest.length < at + 4 + length) return rest;
    const mask = rest.subarray(at, at + 4);
    const payload = Buffer.from(rest.subarray(at + 4, at + 4 + length)).map((byte, i) => byte ^ mask[i % 4]);
    heard(rest[0] & 15, payload.toString());
    rest = rest.subarray(at + 4 + length);
  }
  return rest;
}

/**
 * Answers upgrades of a server. `snapshots(topic, filter, scenario)` makes the first frame of a topic.
 * What comes later is posted by tests: `tell(frame)`, `cut()`.
 */
export function serveLive(server, scenarioOf, snapshots) {
  const sockets = new Set();
  let place = 1_000;
  const cursor = () => `${++place}-1-1795354560`;
  const told = [];
  server.on('upgrade', (request, socket) => {
    const scenario = scenarioOf(request);
    if (!request.url.startsWith('/api/v1/live') || ['barred', 'offline', 'error'].includes(scenario)) {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const accept = createHash('sha1')
      .update(request.headers['sec-websocket-key'] + GUID)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const say = (message) => !socket.destroyed && socket.write(frame(JSON.stringify(message)));
    const watcher = { say, scenario, topics: new Map(), socket };
    sockets.add(watcher);
    say({
      type: 'welcome',
      cursor: null,
      organization: 'o',
      heartbeatMs: 15_000,
      at: new Date().toISOString(),
    });
    const beat = setInterval(
      () => say({ type: 'heartbeat', cursor: cursor(), at: new Date().toISOString() }),
      15_000,
    );
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = read(Buffer.concat([rest, chunk]), (opcode, text) => {
        if (opcode === 8) return socket.end(frame('', 8));
        if (opcode !== 1) return;
        const ask = JSON.parse(text);
        for (const topic of ask.topics) {
          if (ask.type === 'unsubscribe') {
            watcher.topics.delete(topic);
            continue;
          }
          watcher.topics.set(topic, ask.filter ?? {});
          const missed = told.filter(
            (each) => ask.resumeFrom && each.place > Number(ask.resumeFrom.split('-')[0]),
          );
          if (ask.resumeFrom && (topic === 'tail' || topic === 'runs')) {
            say({
              type: 'resumed',
              topic,
              more: 0,
              gone: [],
              actions: missed.flatMap((each) => (topic === 'tail' ? (each.frame.actions ?? []) : [])),
              executions: missed.flatMap((each) => (topic === 'runs' ? (each.frame.executions ?? []) : [])),
              cursor: cursor(),
            });
          } else
            say({
              type: 'snapshot',
              topic,
              gap: false,
              ...snapshots(topic, ask.filter ?? {}, scenario),
              cursor: cursor(),
            });
        }
      });
    });
    const gone = () => {
      clearInterval(beat);
      sockets.delete(watcher);
    };
    socket.on('close', gone);
    socket.on('error', gone);
  });
  return {
    watching: () => [...sockets].map(({ scenario, topics }) => ({ scenario, topics: [...topics.keys()] })),
    tell(message, scenario = 'default') {
      const at = cursor();
      told.push({ place, frame: message });
      if (told.length > 200) told.shift();
      for (const watcher of sockets)
        if (watcher.scenario === scenario && watcher.topics.has(message.topic ?? message.type))
          watcher.say({ ...message, cursor: at });
    },
    cut(scenario = 'default') {
      for (const watcher of sockets) if (watcher.scenario === scenario) watcher.socket.destroy();
    },
  };
}
