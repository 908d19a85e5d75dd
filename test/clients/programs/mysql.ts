// mysql2 and the server of mysql2.
import assert from 'node:assert/strict';
import type { Server, Socket } from 'node:net';
import { createServer } from 'mysql2';
import mysql, { type Connection, type ConnectionOptions, type RowDataPacket } from 'mysql2/promise';
import { close, listen } from '../stage/serving.ts';
import { type Actor, isUnderTest, type Stories } from '../stage/story.ts';

const TEXT_COLUMN = 253;
const UTF8 = 33;
const FOUND_ROWS_41_AND_SECURE = 0x8000 | 0x200 | 2;
const LONG = 'é'.repeat(1 << 19);

/** What the server half of a mysql2 connection has beyond the types that it publishes. */
interface Served {
  stream: Socket;
  sequenceId: number;
  on(event: string, listener: (about: string) => void): this;
  serverHandshake(greeting: object): void;
  writeColumns(columns: object[]): void;
  writeTextRow(row: string[]): void;
  writeEof(): void;
  writeOk(result?: object): void;
  writeError(error: object): void;
}

/** A server whose answers follow from the query alone. Over a pool the order is chance: it then has no actor. */
async function serving(actor?: Actor): Promise<{ port: number; close(): Promise<void> }> {
  let connections = 0;
  const server = createServer(connection => {
    const served = connection as unknown as Served;
    void isUnderTest(served.stream);
    served.on('error', error => actor?.sees('a connection fails', error));
    served.stream.on('close', hadError => actor?.sees('a connection closes', hadError));
    served.on('ping', () => counted(served, () => served.writeOk()));
    served.on('query', text => counted(served, () => answer(served, actor, text)));
    served.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.0 of the test',
      connectionId: ++connections,
      statusFlags: 2,
      characterSet: UTF8,
      capabilityFlags: FOUND_ROWS_41_AND_SECURE,
      authCallback({ user }: { user: string }, done: (error: null, refusal?: object) => void) {
        done(null, user === 'stranger' ? { message: 'Who are you?', code: 1045 } : undefined);
        served.sequenceId = 0;
      },
    });
  });
  const inner = (server as unknown as { _server: Server })._server;
  return { port: await listen(inner), close: () => close(inner) };
}

/** Packets are numbered from each question on; the server of mysql2 leaves that to its user. */
function counted(served: Served, write: () => void): void {
  served.sequenceId = 1;
  write();
  served.sequenceId = 0;
}

function answer(served: Served, actor: Actor | undefined, text: string): void {
  const [word, count] = text.split(' ');
  actor?.sees('query', text);
  if (word === 'rows') {
    rows(
      served,
      ['id', 'text'],
      Array.from({ length: Number(count) }, (_, i) => [`${i}`, `row ${i}`]),
    );
  } else if (word === 'big') rows(served, ['big'], [[LONG]]);
  else if (word === 'drop') served.stream.destroy();
  else if (word === 'reset') served.stream.resetAndDestroy();
  else if (word === 'fail') served.writeError({ message: 'That is no SQL', code: 1064 });
  else served.writeOk({ affectedRows: text.length });
}

function rows(served: Served, names: string[], values: string[][]): void {
  served.writeColumns(
    names.map(name => ({
      catalog: 'def',
      schema: 'test',
      table: 'told',
      orgTable: 'told',
      name,
      orgName: name,
      characterSet: UTF8,
      columnLength: 1 << 22,
      columnType: TEXT_COLUMN,
      flags: 0,
      decimals: 0,
    })),
  );
  for (const row of values) served.writeTextRow(row);
  served.writeEof();
}

async function opened(actor: Actor, port: number, options: ConnectionOptions = {}): Promise<Connection> {
  const made = await mysql.createConnection({ host: '127.0.0.1', port, user: 'tester', ...options });
  actor.watches(made, 'error', 'end');
  await isUnderTest((made as unknown as { connection: { stream: unknown } }).connection.stream);
  return made;
}

/** What a query gives, as text. */
async function asks(actor: Actor, made: Pick<Connection, 'query'>, text: string): Promise<void> {
  await actor.awaits(
    text.slice(0, 20),
    made.query(text).then(([result]) => JSON.stringify(result)),
  );
}

export const stories: Stories = {
  'mysql2 asks, is answered, and is told its mistakes': async ({ actor }) => {
    const { port, close } = await serving(actor('server'));
    const client = actor('client');
    const made = await opened(client, port);
    await client.awaits('ping', made.ping());
    await asks(client, made, 'rows 3');
    await asks(client, made, 'rows 0');
    await asks(client, made, 'anything else, ünd so');
    await asks(client, made, 'fail');
    await asks(client, made, 'rows 1');
    await client.awaits('end', made.end());
    await asks(client, made, 'rows 1');
    await close();
  },

  'mysql2 reads 20,000 rows and moves texts of 1 MiB in and out': async ({ actor }) => {
    const { port, close } = await serving(actor('server'));
    const made = await opened(actor('client'), port);
    await asks(actor('client'), made, 'rows 20000');
    const [[{ big }]] = await made.query<RowDataPacket[]>('big');
    assert.equal(big, LONG);
    await asks(actor('client'), made, `store ${LONG}`);
    await made.end();
    await close();
  },

  'mysql2 asks over a pool, whose connections all end': async ({ actor }) => {
    const { port, close } = await serving();
    const pool = mysql.createPool({ host: '127.0.0.1', port, user: 'tester', connectionLimit: 4 });
    const client = actor('client');
    const counts = Array.from({ length: 50 }, (_, i) => i);
    const answers = await Promise.all(counts.map(i => pool.query<RowDataPacket[]>(`rows ${i}`)));
    client.sees('answers', ...answers.map(([told]) => told.length));
    await client.awaits('end', pool.end());
    await asks(client, pool, 'rows 1');
    await close();
  },

  'mysql2 is refused as a stranger, and where nobody listens': async ({ actor }) => {
    const { port, close } = await serving(actor('server'));
    const options = { host: '127.0.0.1', user: 'stranger' };
    await actor('stranger').awaits('connect', mysql.createConnection({ ...options, port }));
    await close();
    await actor('refused').awaits('connect', mysql.createConnection({ ...options, port: 1 }));
  },

  'mysql2 tells a connection that the server dropped, and one that it reset': async ({ actor }) => {
    const { port, close } = await serving(actor('server'));
    for (const how of ['drop', 'reset']) {
      const client = actor(how);
      const made = await opened(client, port);
      await asks(client, made, 'rows 1');
      await asks(client, made, how);
      await asks(client, made, 'rows 1');
    }
    await close();
  },
};
