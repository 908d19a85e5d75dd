// How connections fail. What is told here is compared with what Node tells.
import net, { type LookupFunction, type TcpNetConnectOpts } from 'node:net';
import { type Acts, HOST, shown, tell, watched } from './act.ts';

const both: LookupFunction = (_name, _options, callback) =>
  callback(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);

export const failing: Acts = {
  refused({ closed }) {
    watched(net.connect(closed, HOST)).write('never sent');
  },

  'refused on IPv6'({ closed }) {
    watched(net.connect(closed, '::1'));
  },

  'refused by every address of a name'({ closed }) {
    const socket = net.connect({ port: closed, host: 'two.invalid', lookup: both, autoSelectFamily: true });
    for (const event of ['connectionAttempt', 'connectionAttemptFailed']) {
      socket.on(event, (...args) =>
        tell([event, ...args.map(arg => (arg instanceof Error ? shown(arg) : arg))]),
      );
    }
    watched(socket);
  },

  'refused by a local port of its own'({ closed }) {
    watched(net.connect({ port: closed, host: HOST, localAddress: '127.0.0.2' }));
  },

  'refused by a local address and a local port of its own'({ closed, own }) {
    watched(net.connect({ port: closed, host: HOST, localAddress: HOST, localPort: own }));
  },

  'refused from a local port of its own, by each address of a name'({ closed, own }) {
    const options = { port: closed, host: 'two.invalid', lookup: both, localPort: own };
    watched(net.connect({ ...options, autoSelectFamily: true }));
  },

  'refused by the address of no interface, which is the loopback'({ closed }) {
    watched(net.connect(closed, '0.0.0.0'), 'IPv4');
    watched(net.connect(closed, '::'), 'IPv6');
  },

  'reset while it reads'({ resets }) {
    watched(net.connect(resets, HOST)).resume();
  },

  'reset while it is paused, and resumed later'({ resets }) {
    const socket = watched(net.connect(resets, HOST));
    socket.pause();
    setTimeout(() => socket.resume(), 100);
  },

  'reset after its own end'({ resets }) {
    watched(net.connect(resets, HOST)).resume().end();
  },

  'reset while a write waits'({ resetsLater }) {
    const socket = watched(net.connect(resetsLater, HOST));
    socket.write(Buffer.alloc(1 << 24), error => tell(['write', error && shown(error)]));
    socket.write('behind it', error => tell(['second write', error && shown(error)]));
  },

  'a write after the peer’s reset was read'({ resets }) {
    const socket = watched(net.connect(resets, HOST)).resume();
    socket.on('close', () => socket.write('late', error => tell(['write', error && shown(error)])));
  },

  'an accepted socket is reset'() {
    const server = net.createServer(socket => {
      server.close();
      watched(socket).resume();
    });
    server.listen(0, HOST, () => tell(server.address()));
  },

  'an accepted socket is reset while it writes'() {
    const server = net.createServer(socket => {
      server.close();
      watched(socket).write(Buffer.alloc(1 << 24), error => tell(['write', error && shown(error)]));
    });
    server.listen(0, HOST, () => tell(server.address()));
  },

  'a silent address, and a timeout that destroys'({ silent }) {
    const socket = watched(net.connect({ port: silent, host: HOST, timeout: 50 }));
    socket.on('timeout', () => {
      tell({ connecting: socket.connecting, pending: socket.pending });
      socket.destroy(Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' }));
    });
  },

  'a silent address among several gives way'({ silent, closed }) {
    const addresses = [HOST, '127.0.0.3'].map(address => ({ address, family: 4 }));
    const lookup: LookupFunction = (_name, _options, callback) => callback(null, addresses);
    const options: TcpNetConnectOpts = { port: silent, host: 'slow.invalid', lookup, autoSelectFamily: true };
    const socket = net.connect({ ...options, autoSelectFamilyAttemptTimeout: 50 });
    socket.on('connectionAttemptTimeout', (...args) => tell(['connectionAttemptTimeout', ...args]));
    watched(socket);
    watched(net.connect(closed, HOST), 'another');
  },

  'nobody answers until the system gives up'({ silent }) {
    watched(net.connect(silent, HOST)).write('is anybody there?');
  },

  'an address in use'({ used }) {
    const server = net.createServer();
    server.on('error', error => tell(shown(error)));
    server.listen(used, HOST);
  },

  'an address that is not ours'() {
    const server = net.createServer();
    server.on('error', error => tell(shown(error)));
    server.listen(0, '192.0.2.1');
  },

  'writes after the end and after destroy'({ port }) {
    const ended = watched(net.connect(port, HOST), 'ended');
    ended.end('said');
    ended.write('too late', error => tell(['ended', 'write', error && shown(error)]));
    const destroyed = watched(net.connect(port, HOST), 'destroyed');
    destroyed.on('connect', () => {
      destroyed.destroy();
      destroyed.write('too late', error => tell(['destroyed', 'write', error && shown(error)]));
    });
  },

  'the peer has ended and resets what comes'({ ends }) {
    const socket = watched(net.connect({ port: ends, host: HOST, allowHalfOpen: true })).resume();
    socket.on('end', () => {
      const interval = setInterval(() => socket.write('more'), 5);
      socket.on('close', () => clearInterval(interval));
    });
  },

  paths() {
    watched(net.connect('/no/socket/here'), 'client');
    const server = net.createServer();
    server.on('error', error => tell(['server', shown(error)]));
    server.listen('/no/socket/there');
  },
};
