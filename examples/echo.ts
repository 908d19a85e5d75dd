// An echo server, the same on Node and inside Wasmtime:
//
//   npx wasi-net run examples/echo.ts 7000
//
// The first argument is a port, by default one that the system chooses; with a second one it ends after so many
// connections. Whoever says nothing for a minute is sent away.
import net, { type AddressInfo } from 'node:net';

const IDLE_MS = 60_000;

const [, , port = '0', most = 'Infinity'] = process.argv;
let accepted = 0;

const server = net.createServer(socket => {
  const who = ++accepted;
  console.log(`${who} is here`);
  socket.setTimeout(IDLE_MS, () => socket.end('Good night.\n'));
  socket.on('error', error => console.log(`${who} failed: ${error.message}`));
  socket.on('close', () => console.log(`${who} is gone after ${socket.bytesWritten} bytes`));
  // As fast as they are taken: a reader who is slow holds up nobody but himself.
  socket.pipe(socket);
  if (accepted === Number(most)) server.close();
});

server.on('error', error => {
  console.error(`echo: ${error.message}`);
  process.exitCode = 1;
});

server.listen(Number(port), '127.0.0.1', () => {
  const { address, port: listening } = server.address() as AddressInfo;
  console.log(`listening on ${address}:${listening}`);
});
