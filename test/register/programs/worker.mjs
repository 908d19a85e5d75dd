// In a thread of its own: what net is there, and whether it carries.
import net from 'node:net';
import { isMainThread } from 'node:worker_threads';
import wasiNet from 'wasi-net';

const server = net
  .createServer(socket => socket.end('echoed'))
  .listen(0, '127.0.0.1', () => {
    const socket = net.connect(server.address().port, '127.0.0.1');
    socket.on('data', data => console.log(isMainThread, net.Socket === wasiNet.Socket, String(data)));
    socket.on('close', () => server.close());
  });
