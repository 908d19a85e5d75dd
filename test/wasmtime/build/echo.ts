// An echo to itself over TCP, and what a program is told.

import { connect, createServer } from 'node:net';
import process from 'node:process';

const server = createServer(socket => socket.pipe(socket)).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  const socket = connect(port, '127.0.0.1', () => socket.end(process.argv.slice(2).join(' ')));
  socket.setEncoding('utf8').on('data', text => console.log(`echoed ${text}`));
  socket.on('close', () => server.close());
});
