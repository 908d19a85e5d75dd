// pg and a real PostgreSQL.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import pg from 'pg';
import { close, listen } from '../stage/serving.ts';
import { type Actor, type Given, isUnderTest, type Stories, waysTo } from '../stage/story.ts';

const EVENTS = ['connect', 'notification', 'notice', 'error', 'end'];

interface Raw {
  connection: { stream: unknown };
}

/** A client whose life `actor` writes down. */
function client(given: Given, actor: Actor, config: pg.ClientConfig = {}): pg.Client {
  const { port, user, password } = given;
  const login = { port: Number(port), user: String(user), password: String(password), database: 'postgres' };
  const made = new pg.Client({ host: '127.0.0.1', ...login, ...config });
  actor.watches(made, ...EVENTS);
  return made;
}

async function opened(given: Given, actor: Actor, config?: pg.ClientConfig): Promise<pg.Client> {
  const made = client(given, actor, config);
  await made.connect();
  if (!config?.ssl) await isUnderTest((made as unknown as Raw).connection.stream);
  return made;
}

/** What a query gives: its rows, or what the server says against it. */
async function asks(actor: Actor, made: pg.Client, text: string, values?: unknown[]): Promise<void> {
  await actor.awaits(
    text,
    made.query(text, values).then(({ rows }) => JSON.stringify(rows)),
  );
}

export const stories: Stories = {
  'pg logs in by SCRAM, on TCP and, where there is one, on a path, and asks': async ({ given, actor }) => {
    for (const [name, config] of waysTo(given, path => ({ host: path }))) {
      const sees = actor(name);
      const made = await opened(given, sees, config);
      await asks(
        sees,
        made,
        `SELECT rolpassword LIKE 'SCRAM-SHA-256$%' AS scram FROM pg_authid WHERE rolname = 'tester'`,
      );
      await asks(sees, made, 'SELECT $1::int + 1 AS sum, $2::text AS text, $3::json AS json', [
        41,
        'ä€😀',
        { a: [1] },
      ]);
      await asks(sees, made, 'SELECT NULL AS nothing, now() > $1 AS later', [new Date(0)]);
      await asks(sees, made, 'SELECT 1 / 0');
      await asks(sees, made, 'SELECT FROM nowhere');
      await made.end();
    }
  },

  'pg is refused with a wrong password and with an unknown user': async ({ given, actor }) => {
    for (const [name, login] of Object.entries({
      'wrong password': { password: 'guessed' },
      'unknown user': { user: 'stranger' },
    })) {
      const sees = actor(name);
      const made = client(given, sees, login);
      const ended = once(made, 'end');
      await sees.awaits('connect', made.connect());
      await ended;
    }
  },

  'pg turns a used connection into TLS, and binds its login to it': async ({ given, actor }) => {
    const sees = actor('trusting');
    const config = { ssl: { ca: String(given.ca) }, enableChannelBinding: true };
    const made = await opened(given, sees, config);
    await asks(sees, made, 'SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    await asks(sees, made, `SELECT length(repeat('x', 1000000)) AS length, repeat('ab', 200000) AS text`);
    await made.end();
    const doubting = client(given, actor('doubting'), { ssl: { ca: [] } });
    await actor('doubting').awaits('connect', doubting.connect());
    const wrong = client(given, actor('another name'), {
      ssl: { ca: String(given.ca), checkServerIdentity: () => new Error('not who I meant') },
    });
    await actor('another name').awaits('connect', wrong.connect());
  },

  'pg moves 10,000 rows and 1 MiB of bytes in and out': async ({ given, actor }) => {
    const sees = actor('client');
    const made = await opened(given, sees);
    await asks(sees, made, 'CREATE TEMP TABLE rows (id int, text text, bytes bytea)');
    const ids = Array.from({ length: 10_000 }, (_, i) => i);
    const texts = ids.map(i => `row ${i}`);
    await asks(sees, made, 'INSERT INTO rows SELECT * FROM unnest($1::int[], $2::text[])', [ids, texts]);
    const bytes = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => (i * i) >> 3));
    await made.query('UPDATE rows SET bytes = $1 WHERE id = 7', [bytes]);
    const { rows } = await made.query('SELECT id, text FROM rows ORDER BY id');
    assert.equal(rows.length, 10_000);
    sees.sees('rows', JSON.stringify(rows));
    const [back] = (await made.query('SELECT bytes FROM rows WHERE id = 7')).rows;
    assert.ok(bytes.equals(back.bytes));
    await made.end();
  },

  'pg hears notices and notifications': async ({ given, actor }) => {
    const listener = await opened(given, actor('listener'));
    const speaker = await opened(given, actor('speaker'));
    listener.removeAllListeners('notification');
    listener.on('notification', ({ channel, payload }) => actor('listener').sees('heard', channel, payload));
    await asks(actor('listener'), listener, 'LISTEN news');
    const heard = once(listener, 'notification');
    await asks(actor('speaker'), speaker, `SELECT pg_notify('news', repeat('n', 7000))`);
    await heard;
    await asks(actor('speaker'), speaker, `DO $$ BEGIN RAISE NOTICE 'mind the gap'; END $$`);
    await Promise.all([listener.end(), speaker.end()]);
  },

  'a pool of pg works on four connections and closes them all': async ({ given, actor }) => {
    const { port, user, password } = given as { port: number; user: string; password: string };
    const login = { port, user, password, database: 'postgres', host: '127.0.0.1' };
    const pool = new pg.Pool({ ...login, max: 4 });
    const sees = actor('pool');
    let made = 0;
    pool.on('connect', () => made++);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => pool.query('SELECT pg_sleep(0.002), $1::int AS n', [i])),
    );
    sees.sees('answers', ...answers.map(({ rows }) => rows[0].n));
    sees.sees('connections', made);
    await sees.awaits('end', pool.end());
    await sees.awaits('query after the end', pool.query('SELECT 1'));
  },

  'pg tells why a query, or its connection, was ended by the server': async ({ given, actor }) => {
    const sees = actor('client');
    const made = await opened(given, sees);
    const other = await opened(given, actor('other'));
    // One transaction, so that what it sets ends with it.
    await asks(sees, made, 'SET statement_timeout = 20; SELECT pg_sleep(10)');
    const pid = (await made.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
    const ended = new Promise(resolve => made.once('end', resolve));
    await other.query('SELECT pg_terminate_backend($1)', [pid]);
    await ended;
    await asks(sees, made, 'SELECT 1');
    await other.end();
  },

  'pg tells a refused connection, a silent server and one that has no TLS': async ({ given, actor }) => {
    const refused = client(given, actor('refused'), { port: 1 });
    await actor('refused').awaits('connect', refused.connect());
    const server = net.createServer(socket => {
      socket.on('error', () => {});
      socket.once('data', hello => hello.length === 8 && socket.end('N'));
    });
    const port = await listen(server);
    const plain = client(given, actor('no TLS'), { port, ssl: true });
    await actor('no TLS').awaits('connect', plain.connect());
    const silent = client(given, actor('silent'), { port, connectionTimeoutMillis: 50 });
    await actor('silent').awaits('connect', silent.connect());
    await close(server);
  },
};
