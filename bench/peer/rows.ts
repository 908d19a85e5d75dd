// A peer that speaks PostgreSQL's protocol as far as a client needs it to read rows: everybody may come in, and every
// query has the same answer, made beforehand, so that what is measured is the client.
// PostgreSQL 17, 53.7 Message Formats.

import type { Socket } from 'node:net';

const INT4 = 23;
const TEXT = 25;
const FLOAT8 = 701;
const TIMESTAMPTZ = 1184;
const COLUMNS: [name: string, type: number][] = [
  ['id', INT4],
  ['station', TEXT],
  ['celsius', FLOAT8],
  ['taken', TIMESTAMPTZ],
];
const QUERY = 'Q'.charCodeAt(0);
const FIRST_DAY = Date.UTC(2026, 0, 1);

/** Answers each query of a connection with `count` rows. */
export function rowsServer(count: number): (connection: Socket) => void {
  const ready = message('Z', 'I');
  const welcome = Buffer.concat([message('R', int32(0)), ready]);
  const answer = Buffer.concat([
    description(),
    ...Array.from({ length: count }, (_, i) => row(i + 1)),
    message('C', `SELECT ${count}\0`),
    ready,
  ]);
  return connection => {
    let known = false;
    let rest = Buffer.alloc(0);
    connection.on('data', chunk => {
      rest = Buffer.concat([rest, chunk]);
      // Each message says its length; only the first has no kind before it.
      for (let at = known ? 1 : 0; rest.length >= at + 4; at = 1) {
        const end = at + rest.readInt32BE(at);
        if (rest.length < end) break;
        if (!known) connection.write(welcome);
        else if (rest[0] === QUERY) connection.write(answer);
        known = true;
        rest = rest.subarray(end);
      }
    });
  };
}

function description(): Buffer {
  const columns = COLUMNS.map(([name, type]) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int32(0),
      int16(0),
      int32(type),
      int16(-1),
      int32(-1),
      int16(0),
    ]),
  );
  return message('T', Buffer.concat([int16(columns.length), ...columns]));
}

function row(id: number): Buffer {
  const taken = new Date(FIRST_DAY + id * 61_001).toISOString();
  const texts = [
    String(id),
    `station ${id % 97}`,
    String((id % 400) / 10),
    `${taken.slice(0, 10)} ${taken.slice(11, 23)}+00`,
  ];
  const values = texts.map(text => Buffer.concat([int32(text.length), Buffer.from(text)]));
  return message('D', Buffer.concat([int16(values.length), ...values]));
}

function message(kind: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body as string);
  return Buffer.concat([Buffer.from(kind), int32(bytes.length + 4), bytes]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
