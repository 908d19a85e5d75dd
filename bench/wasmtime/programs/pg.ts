// pg reads the rows that a query gives, once to warm up and once for the clock. Milliseconds.

import pg from 'pg';

const [, port, amount] = process.argv.slice(2);
const client = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'bench', database: 'bench' });

await client.connect();
await rowsRead();
console.log(JSON.stringify({ value: await rowsRead() }));
await client.end();

async function rowsRead(): Promise<number> {
  const began = performance.now();
  const { rows } = await client.query('select * from readings');
  const wall = performance.now() - began;
  const last = rows.at(-1);
  if (rows.length !== Number(amount) || last.id !== rows.length || !(last.taken instanceof Date))
    throw new Error(`${rows.length} rows, the last is ${JSON.stringify(last)}`);
  return wall;
}
