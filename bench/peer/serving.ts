// A peer of many connections: one event loop on node:net. It tells its port on the first line of its output,
// and ends when its input does.

import net from 'node:net';
import { startWork, tellWork } from './work.ts';

/** More connections than a workload opens at a time; systems lower it to what they allow. */
const BACKLOG = 4096;

/** Accepts connections until standard input ends, and does with each what `serve` does. */
export function runServer(serve: (connection: net.Socket) => void): void {
  const server = net.createServer({ noDelay: true }, connection => {
    startWork();
    connection.on('error', () => {}); // a client that is done resets what is open
    serve(connection);
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, () => {
    const { port } = server.address() as net.AddressInfo;
    process.stdout.write(`${JSON.stringify({ port })}\n`);
  });
  process.stdin.resume().on('end', () => {
    tellWork();
    process.exit(0);
  });
}

/** Sends back what comes. */
export function echo(connection: net.Socket): void {
  connection.on('data', chunk => connection.write(chunk));
}

/** Only keeps it open. */
export function hold(connection: net.Socket): void {
  connection.resume();
}
