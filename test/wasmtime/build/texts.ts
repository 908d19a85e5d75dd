// What functions and classes say of themselves, and pg, as large a client as a component has to hold.

import { BlockList, connect } from 'node:net';
import pg from 'pg';

function own(a: number): number {
  return a + 1;
}
console.log(String(own));
console.log(String(connect), String(BlockList).startsWith('class '), typeof pg.Client);

/** As pg calls its own. */
class Client {}
console.log(Client.name, pg.Client.name, new Client());
