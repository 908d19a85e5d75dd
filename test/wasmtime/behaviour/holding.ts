// Which sockets keep a program alive: as on Node, those that are at work.
import net from 'node:net';
import { type Acts, HOST, tell, watched } from './act.ts';

const MEBIBYTE = 1 << 20;

/** What would still be seen if the program went on. */
function late(): void {
  setTimeout(() => tell('it goes on'), 2000).unref();
}

export const holding: Acts = {
  'a paused socket lets the program end'({ port }) {
    watched(net.connect(port, HOST)).pause();
    late();
  },

  'paused while it reads, a socket lets the program end'({ asks }) {
    const socket = watched(net.connect({ port: asks, host: HOST, allowHalfOpen: true }));
    socket.on('data', () => socket.pause());
    late();
  },

  'an accepted socket that is paused lets the program end'() {
    const server = net.createServer({ pauseOnConnect: true }, () => {
      tell('connection');
      server.close();
    });
    server.listen(0, HOST, () => {
      const { port } = server.address() as net.AddressInfo;
      watched(net.connect(port, HOST)).pause();
    });
    late();
  },

  'a socket whose peer has ended, and that nobody reads, lets the program end'({ ends }) {
    watched(net.connect(ends, HOST));
    late();
  },

  'a half-open socket whose peer has ended lets the program end'({ ends }) {
    watched(net.connect({ port: ends, host: HOST, allowHalfOpen: true })).resume();
    late();
  },

  'a socket that nobody reads is full after a while, and lets the program end'({ floods }) {
    const socket = watched(net.connect(floods, HOST));
    process.on('exit', () => tell({ waits: socket.readableLength > 0 }));
    late();
  },

  'a write that the peer does not take holds the program'({ takesLater }) {
    const socket = watched(net.connect(takesLater, HOST));
    socket.pause();
    socket.write(Buffer.alloc(16 * MEBIBYTE), error => tell(['written', `${error ?? null}`]));
  },

  'unreferenced, a socket holds the program while it has such a write'({ takesLater }) {
    const socket = watched(net.connect(takesLater, HOST, () => socket.unref()));
    socket.write(Buffer.alloc(16 * MEBIBYTE), error => tell(['written', `${error ?? null}`]));
    late();
  },

  'an end behind such a write holds the program'({ takesLater }) {
    const socket = watched(net.connect(takesLater, HOST));
    socket.pause();
    socket.end(Buffer.alloc(16 * MEBIBYTE));
  },

  'destroyed with such a write, a socket lets the program end'({ takesLater }) {
    const socket = watched(net.connect(takesLater, HOST));
    socket.write(Buffer.alloc(16 * MEBIBYTE), error => tell(['written', `${error ?? null}`]));
    setTimeout(() => socket.destroy(), 50);
    late();
  },

  'resumed by a timer, a socket goes on'({ answers }) {
    const socket = watched(net.connect(answers, HOST));
    socket.pause();
    socket.end('a question');
    setTimeout(() => socket.resume(), 100);
  },

  'an unreferenced server with a socket that reads'({ ends }) {
    const server = net.createServer().listen(0, () => {
      server.unref();
      watched(net.connect(ends, HOST)).resume();
    });
  },
};
