// The database of the example, in a process of its own so that it takes no turn of the client's event loop:
// PGlite (Postgres compiled to WebAssembly, all in memory) behind pglite-socket, on a loopback port chosen by
// the system. It prints one line of JSON (`Listening`) when it is ready and lives until its standard input
// ends, which the system sees to even when the parent is killed.
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import type { Listening } from './database.ts';

const CONNECTIONS = 16; // the limit is one unless told; a run holds five, and the last run's may still be closing

process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
// Ctrl-C reaches the whole group of processes: the parent decides, and our standard input ends with it.
process.on('SIGINT', () => {});

const db = await PGlite.create();
const { rows } = await db.query<{ server_version: string }>('SHOW server_version');
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: CONNECTIONS });
await server.start();
const [host, port] = server.getServerConn().split(':');
const listening: Listening = { host, port: Number(port), version: rows[0].server_version };
console.log(JSON.stringify(listening));
