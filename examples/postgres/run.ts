// One run of the program on one implementation of net: the phases in their order, and the proof after each
// that what came back is what was sent.
import { strict as assert } from 'node:assert';
import { Client, Pool } from 'pg';
import type { Listening } from './database.ts';
import type { Implementation } from './implementations.ts';
import { Meter, type Phase, type Trace } from './meter.ts';
import { type Fired, fireIdleTimeout, meetRefusal, type Refusal } from './misfortunes.ts';
import { createTable, insertRows, queryTogether, readRows } from './queries.ts';
import { readings, Summary } from './rows.ts';

export const POOL_SOCKETS = 4;
const POOL_QUERIES = 64;
const BATCH = 500;
const FETCH = 1_000;

export interface Run {
  phases: Phase[];
  sockets: Trace[];
  rows: number;
  checksum: string;
  idle: Fired;
  refused: Refusal;
}

/** What a run over `rows` rows has to find. */
export interface Expected {
  rows: number;
  total: number;
  checksum: string;
}

export function expectedOf(rows: number): Expected {
  const summary = new Summary();
  for (let from = 1; from <= rows; from += BATCH) {
    summary.add(readings(from, Math.min(from + BATCH - 1, rows)));
  }
  return { rows, total: summary.total, checksum: summary.checksum() };
}

/** Runs every phase once. Rejects with an `Error` that names the phase when one fails or finds other data. */
export async function run(on: Implementation, database: Listening, expected: Expected): Promise<Run> {
  const { rows } = expected;
  const meter = new Meter(on);
  const login = {
    host: database.host,
    port: database.port,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000, // a fault in a socket must not become a silent wait
  };
  const client = new Client({ ...login, stream: () => meter.socket('client') });
  let pooled = 0;
  const pool = new Pool({ ...login, max: POOL_SOCKETS, stream: () => meter.socket(`pool ${++pooled}`) });

  // A connection that breaks fails its query, which is how the run learns of it; without a listener the same
  // error would end the process before its phase could be named.
  client.on('error', () => {});
  pool.on('error', () => {});

  await meter.phase('connect', '1 socket', () => client.connect());
  await meter.phase('create', '1 table', () => createTable(client));

  await meter.phase('insert', `${BATCH} rows a statement`, () => insertRows(client, rows, BATCH));

  const summary = new Summary();
  await meter.phase('stream', `cursor, ${FETCH} rows a fetch`, async () => {
    for await (const batch of readRows(client, FETCH)) summary.add(batch);
    assert.equal(summary.count, rows, `${summary.count} rows came back, not ${rows}`);
  });
  const checksum = summary.checksum();
  assert.equal(checksum, expected.checksum, `${on.name}: the rows that came back are not those inserted`);

  await meter.phase('pool', `${POOL_QUERIES} queries, ${POOL_SOCKETS} sockets`, async () => {
    const found = await queryTogether(pool, rows, POOL_QUERIES);
    assert.equal(pooled, POOL_SOCKETS, `the pool made ${pooled} sockets, not ${POOL_SOCKETS}`);
    assert.deepEqual(found, { count: rows, total: expected.total }, 'the answers do not add up to the table');
  });
  await meter.phase('close', `drop, close ${POOL_SOCKETS + 1} sockets`, async () => {
    await client.query('DROP TABLE readings');
    await Promise.all([client.end(), pool.end()]);
    await meter.closed();
  });

  const idle = await meter.phase('idle', 'silent server', () => fireIdleTimeout(on.net, meter));
  const refused = await meter.phase('refused', 'closed port', () => meetRefusal(on.net, meter));
  return { phases: meter.phases, sockets: meter.traces(), rows: summary.count, checksum, idle, refused };
}
