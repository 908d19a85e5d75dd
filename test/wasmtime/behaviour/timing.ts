// Timers while sockets are silent, and while they are busy.
import net, { type Socket } from 'node:net';
import { type Acts, HOST, now, tell } from './act.ts';

const SILENT = 50;
const TIMES = 5;
const CHUNK = 65536;

export const timing: Acts = {
  'a timer among silent sockets'({ port }) {
    const sockets: Socket[] = [];
    for (let i = 0; i < SILENT; i++)
      sockets.push(net.connect(port, HOST, () => ++connected === SILENT && time(TIMES)));
    let connected = 0;
    const time = (left: number) => {
      if (left === 0) for (const socket of sockets) socket.destroy();
      if (left === 0) return;
      const start = now();
      setTimeout(() => {
        tell(now() - start);
        time(left - 1);
      }, 100);
    };
  },

  'an interval while a client receives'({ port }) {
    ticking(net.connect(port, HOST));
  },

  'an interval while a server receives'() {
    const server = net.createServer(socket => {
      server.close();
      ticking(socket);
    });
    server.listen(0, HOST, () => tell(server.address()));
  },

  'an interval while a client sends'({ port, bytes }) {
    const socket = net.connect(port, HOST);
    ticking(socket);
    const chunk = Buffer.alloc(CHUNK, 'x');
    let left = bytes;
    const write = () => {
      let more = true;
      while (more && left > 0) {
        more = socket.write(chunk);
        left -= CHUNK;
      }
      if (left <= 0) socket.end();
    };
    socket.on('drain', write);
    write();
  },
};

/** Counts the ticks of 10 ms until the socket closes, and the longest time between two of them. */
function ticking(socket: Socket): void {
  const start = now();
  let last = start;
  let ticks = 0;
  let longest = 0;
  const interval = setInterval(() => {
    const at = now();
    longest = Math.max(longest, at - last);
    last = at;
    ticks++;
  }, 10);
  let bytes = 0;
  socket.on('data', chunk => (bytes += chunk.length));
  socket.on('close', () => {
    clearInterval(interval);
    tell({ ticks, longest, ms: now() - start, read: bytes, written: socket.bytesWritten });
  });
}
