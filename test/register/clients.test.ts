// Unmodified clients and servers, asked for in both ways, on wasi-net by way of wasi-net/register.
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { IMPORTED, type Outcome, REQUIRED, run } from './run.ts';

const CLIENTS = ['pg', 'mqtt and aedes', 'ws'];
/** pg has one end of a connection in the program, the others both. */
const ENDS = 5;

let server: PGLiteSocketServer;
let expected: Record<string, string[]>;

test.before(async () => {
  const db = await PGlite.create();
  server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
  await server.start();
  const plain = await program('clients.mjs', []);
  expected = JSON.parse(plain.stdout);
  assert.equal([Object.keys(expected), plain.connections], [CLIENTS, 0]);
});
test.after(() => server.stop());

for (const name of ['clients.cjs', 'clients.mjs']) {
  for (const options of [IMPORTED, REQUIRED]) {
    test(`${name} with ${options[0]}: ${CLIENTS.join(', ')} see what they see on node:net`, async () => {
      const { stdout, stderr, connections } = await program(name, options);
      assert.is(stderr, '');
      assert.equal(JSON.parse(stdout), expected);
      assert.is(connections, ENDS);
    });
  }
}

test.run();

function program(name: string, options: string[]): Promise<Outcome> {
  const POSTGRES = server.getServerConn().split(':')[1];
  return run([...options, `test/register/programs/${name}`], { POSTGRES });
}
