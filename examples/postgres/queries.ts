// What the example asks of Postgres, through the client pg and nothing else: no socket is in sight here.
import type { ClientBase, Pool } from 'pg';
import { type Reading, readings } from './rows.ts';

export async function createTable(client: ClientBase): Promise<void> {
  await client.query(
    'CREATE TABLE readings (id int PRIMARY KEY, sensor text NOT NULL, value int NOT NULL, note text NOT NULL)',
  );
}

/** Inserts readings 1 to `rows`, `batch` of them with each statement. */
export async function insertRows(client: ClientBase, rows: number, batch: number): Promise<void> {
  for (let from = 1; from <= rows; from += batch) {
    const part = readings(from, Math.min(from + batch - 1, rows));
    await client.query(
      'INSERT INTO readings SELECT * FROM unnest($1::int[], $2::text[], $3::int[], $4::text[])',
      [part.map(r => r.id), part.map(r => r.sensor), part.map(r => r.value), part.map(r => r.note)],
    );
  }
}

/** Yields the whole table in order of id, at most `fetch` rows at a time, from a cursor. */
export async function* readRows(client: ClientBase, fetch: number): AsyncGenerator<Reading[]> {
  await client.query('BEGIN READ ONLY');
  await client.query(
    'DECLARE all_readings NO SCROLL CURSOR FOR SELECT id, sensor, value, note FROM readings ORDER BY id',
  );
  for (;;) {
    const { rows } = await client.query<Reading>(`FETCH ${fetch} FROM all_readings`);
    yield rows;
    if (rows.length < fetch) break;
  }
  await client.query('COMMIT');
}

/**
 * Reads the table in `parts` queries that are all asked for at once, and adds up their answers.
 *
 * PGlite is one session behind many sockets and answers one message at a time, so the sockets work side by
 * side, the database does not. The numbers are written into the text because a query with parameters takes
 * several messages, between which those of another socket could come.
 */
export async function queryTogether(pool: Pool, rows: number, parts: number) {
  const size = Math.ceil(rows / parts);
  const queries = Array.from({ length: parts }, (_, i) =>
    pool.query<{ value: number }>(
      `SELECT value FROM readings WHERE id > ${i * size} AND id <= ${(i + 1) * size}`,
    ),
  );
  const values = (await Promise.all(queries)).flatMap(answer => answer.rows.map(row => row.value));
  return { count: values.length, total: values.reduce((sum, value) => sum + value, 0) };
}
