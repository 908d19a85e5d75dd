// What holds a program, what lets it go, and the ways in which connections end.
import net from 'node:net';
import { type Acts, HOST, tell, watched } from './act.ts';

const NEVER = 3_600_000;

export const ending: Acts = {
  'unreferenced: a socket, a server and timers'({ port }) {
    const server = net.createServer().listen(0, HOST, () => {
      net.connect(port, HOST, function (this: net.Socket) {
        this.unref();
        server.unref();
        tell('left');
      });
    });
    setTimeout(() => tell('never'), NEVER).unref();
    setInterval(() => tell('never'), NEVER).unref();
    new net.Socket().setTimeout(NEVER);
  },

  'a referenced timer outlives an unreferenced socket'({ port }) {
    net.connect(port, HOST, function (this: net.Socket) {
      this.unref();
      setTimeout(() => tell('timer'), 50);
    });
  },

  'referenced again, a socket holds the program until its peer ends'({ ends }) {
    const socket = watched(net.connect(ends, HOST));
    socket.unref().ref();
    socket.resume();
  },

  'unreferenced, a connection that is under way holds the program until it is there'({ port }) {
    watched(net.connect(port, HOST)).unref();
  },

  'a connection that is under way holds the program'({ ends }) {
    const socket = watched(net.connect(ends, HOST));
    socket.resume();
    process.on('exit', () => tell({ exit: socket.destroyed }));
  },

  'half-open both ways'({ asks }) {
    const socket = watched(net.connect({ port: asks, host: HOST, allowHalfOpen: true }));
    let heard = '';
    socket.setEncoding('utf8').on('data', text => (heard += text));
    socket.on('end', () => {
      tell({ heard, readyState: socket.readyState });
      socket.write('an answer after your end');
      setTimeout(() => socket.end(', and mine'), 20);
    });
  },

  'our end first, and theirs later'({ answers }) {
    const socket = watched(net.connect(answers, HOST));
    let heard = '';
    socket.setEncoding('utf8').on('data', text => (heard += text));
    socket.on('end', () => tell({ heard, readyState: socket.readyState }));
    socket.end('a question');
    socket.on('finish', () => tell({ readyState: socket.readyState }));
  },

  'a server of IPv6 and its client'() {
    const server = net.createServer(socket => {
      const { localAddress, localFamily, remoteAddress, remoteFamily } = socket;
      socket.end(JSON.stringify({ localAddress, localFamily, remoteAddress, remoteFamily }));
      server.close();
    });
    server.listen(0, '::1', () => {
      const { port, ...address } = server.address() as net.AddressInfo;
      tell({ address, port: port > 0 });
      const socket = net.connect(port, '::1', () => {
        const { remoteAddress, remoteFamily, localAddress, localFamily } = socket;
        tell({ remoteAddress, remoteFamily, localAddress, localFamily, same: socket.remotePort === port });
      });
      socket.setEncoding('utf8').on('data', tell);
      socket.on('close', () => tell('closed'));
    });
  },

  'settings return the socket and change nothing that is seen'({ answers }) {
    const socket = watched(net.connect(answers, HOST));
    socket.on('connect', () => {
      tell([socket.setNoDelay() === socket, socket.setNoDelay(false) === socket]);
      tell([socket.setKeepAlive(true, 1000) === socket, socket.setKeepAlive(false) === socket]);
      tell(Object.keys(socket.address()));
    });
    socket.resume().end('a question');
  },

  'connections are counted, and those that are left are destroyed'() {
    const sockets: net.Socket[] = [];
    const server = net.createServer(socket => {
      sockets.push(socket);
      if (sockets.length < 3) return;
      server.getConnections((error, count) => {
        tell([error, count]);
        for (const one of sockets) one.destroy();
        server.close(() => tell('closed'));
      });
    });
    server.listen(0, HOST, () => {
      const { port } = server.address() as net.AddressInfo;
      for (const name of ['first', 'second', 'third']) watched(net.connect(port, HOST), name).resume();
    });
  },
};
