// tls.connect in its forms, what goes well and what goes wrong.
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { cert, key, trusting } from './identity.mjs';
import { closed, gone, listening, play, shown, tell } from './stage.mjs';

const EVENTS = {
  connect: null,
  ready: null,
  secureConnect: null,
  session: null,
  data: shown.text,
  end: null,
  finish: null,
  timeout: null,
  error: shown.error,
  close: shown.flag,
};

const echoing = (options = {}) =>
  listening(tls.createServer({ key, cert, ...options }, socket => socket.on('error', () => {}).pipe(socket)));

play({
  'a client connects, is answered and ends': async say => {
    const server = await echoing();
    const { port } = server.address();
    const socket = tls.connect({ port, ...trusting });
    tell(say, 'client', socket, EVENTS);
    say(socket.connecting, socket.pending, socket.readyState, socket.encrypted, socket.remoteAddress);
    socket.once('secureConnect', () => socket.write('hello'));
    socket.once('data', () => socket.end());
    await gone(socket);
    say(socket.connecting, socket.pending, socket.readyState, socket.destroyed);
    await closed(server);
  },

  'what is known of a connection': async say => {
    const server = await echoing({ ALPNProtocols: ['one', 'two'], ALPNCallback: undefined });
    const { port } = server.address();
    const options = { port, ...trusting, servername: 'localhost', ALPNProtocols: ['two'] };
    const accepted = once(server, 'secureConnection');
    const socket = tls.connect(options);
    await once(socket, 'secureConnect');
    const [peer] = await accepted;
    say(socket.authorized, socket.alpnProtocol, socket.getProtocol(), socket.getCipher().name);
    say(socket.remoteAddress, socket.remoteFamily, socket.remotePort === port, socket.localAddress);
    say(socket.address().address, socket.address().port === peer.remotePort, socket.localFamily);
    say(peer.servername, peer.alpnProtocol, peer.authorized, peer.remoteAddress, peer.localPort === port);
    say(socket instanceof tls.TLSSocket, socket instanceof net.Socket, peer instanceof net.Socket);
    say(socket.constructor === tls.TLSSocket, socket.readyState, socket.bytesRead > 0, socket.bytesWritten);
    for (const method of ['setNoDelay', 'setKeepAlive', 'ref', 'unref', 'setTimeout']) {
      say(method, socket[method](0) === socket);
    }
    socket.destroy();
    await closed(server);
  },

  'port, host, options and a callback': async say => {
    const server = await echoing();
    const { port } = server.address();
    const byHost = tls.connect(port, '127.0.0.1', { ca: cert }, () => {
      say('callback', byHost.authorized);
      byHost.end('in full');
    });
    tell(say, 'by host', byHost, EVENTS);
    await gone(byHost);
    const byPort = tls.connect(port, { ...trusting, checkServerIdentity: name => say('checks', name) });
    tell(say, 'by port', byPort, EVENTS);
    byPort.end();
    await gone(byPort);
    await closed(server);
  },

  'a path': async say => {
    const path = join(tmpdir(), `wasi-net-register-${process.pid}`);
    const server = await listening(
      tls.createServer({ key, cert }, socket => socket.end('by path')),
      path,
    );
    const socket = tls.connect({ path, ca: cert, servername: 'localhost' });
    tell(say, 'client', socket, EVENTS);
    await gone(socket);
    await closed(server);
  },

  'a name and a lookup': async say => {
    const server = await echoing();
    const { port } = server.address();
    const lookup = (name, { all }, answer) => {
      say('asked for', name, all);
      const address = '127.0.0.1';
      process.nextTick(answer, null, all ? [{ address, family: 4 }] : address, 4);
    };
    const socket = tls.connect({ port, ca: cert, host: 'localhost', lookup });
    tell(say, 'client', socket, { ...EVENTS, lookup: (_error, address) => address });
    await once(socket, 'secureConnect');
    socket.end();
    await gone(socket);
    const fails = (_name, _options, answer) => process.nextTick(answer, new Error('no such name'));
    const lost = tls.connect({ port, ca: cert, host: 'localhost', lookup: fails });
    tell(say, 'lost', lost, EVENTS);
    await gone(lost);
    await closed(server);
  },

  'arguments that are wrong': async say => {
    const calls = [
      [{ port: 70_000 }],
      [{ port: 1, cert: 'none' }],
      [{ port: 1, localAddress: 'here' }],
      [{ port: 1, checkServerIdentity: 1 }],
      [{ port: 1, minVersion: 'none' }],
      [{}],
      [],
    ];
    for (const call of calls) {
      try {
        tls.connect(...call).on('error', error => say('later', shown.error(error)));
        say('taken');
      } catch (error) {
        say(shown.error(error));
      }
    }
  },

  'a connection that is refused': async say => {
    const server = await listening(net.createServer());
    const { port } = server.address();
    await closed(server);
    const socket = tls.connect({ port, ...trusting });
    tell(say, 'client', socket, EVENTS);
    socket.write('never sent', error => say('write', error?.code));
    await gone(socket);
  },

  'a peer that ends before the handshake': async say => {
    const server = await listening(
      net.createServer(socket =>
        socket
          .on('error', () => {})
          .resume()
          .end(),
      ),
    );
    const { port } = server.address();
    const socket = tls.connect({ port, ...trusting });
    tell(say, 'client', socket, EVENTS);
    socket.on('error', error => say(error.host, error.port === port, error.path));
    await gone(socket);
    await closed(server);
  },

  'a peer that does not speak TLS': async say => {
    const server = await listening(
      net.createServer(socket =>
        socket
          .on('error', () => {})
          .resume()
          .end('HTTP/1.1 400\r\n'),
      ),
    );
    const socket = tls.connect({ port: server.address().port, ...trusting });
    tell(say, 'client', socket, { ...EVENTS, error: ({ code }) => code });
    await gone(socket);
    await closed(server);
  },

  'a peer that resets the connection': async say => {
    const server = await listening(net.createServer(socket => raw.push(socket.on('error', () => {}))));
    const raw = [];
    const inner = tls.createServer({ key, cert });
    server.on('connection', socket => inner.emit('connection', socket));
    const socket = tls.connect({ port: server.address().port, ...trusting });
    tell(say, 'client', socket, EVENTS);
    await Promise.all([once(socket, 'secureConnect'), once(inner, 'secureConnection')]);
    await once(socket.resume(), 'session');
    raw[0].resetAndDestroy();
    await gone(socket);
    await closed(server);
  },

  'a certificate that is not trusted': async say => {
    const server = await echoing();
    const { port } = server.address();
    const refused = tls.connect({ port, host: '127.0.0.1' });
    tell(say, 'refused', refused, EVENTS);
    await gone(refused);
    const taken = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    tell(say, 'taken', taken, EVENTS);
    await once(taken, 'secureConnect');
    say(taken.authorized, taken.authorizationError);
    taken.end();
    await gone(taken);
    await closed(server);
  },

  'a silent peer and a timeout': async say => {
    const server = await listening(net.createServer());
    const accepted = once(server, 'connection');
    const socket = tls.connect({ port: server.address().port, ...trusting, timeout: 30 });
    tell(say, 'client', socket, EVENTS);
    say(socket.timeout);
    await once(socket, 'timeout');
    socket.destroy();
    await gone(socket);
    (await accepted)[0].destroy();
    await closed(server);
  },

  'a signal': async say => {
    const server = await echoing();
    const { port } = server.address();
    for (const when of ['at once', 'in a tick', 'connected']) {
      const controller = new AbortController();
      const socket = tls.connect({ port, ...trusting, signal: controller.signal });
      tell(say, when, socket, { error: shown.error, close: shown.flag });
      if (when === 'connected') await once(socket, 'secureConnect');
      if (when === 'in a tick') process.nextTick(() => controller.abort());
      else controller.abort();
      await gone(socket);
    }
    const signal = AbortSignal.abort();
    const lookup = (_name, _options, answer) =>
      setImmediate(answer, null, [{ address: '127.0.0.1', family: 4 }]);
    const never = tls.connect({ port, ...trusting, host: 'localhost', lookup, signal });
    tell(say, 'never', never, { secureConnect: null, error: shown.error });
    await gone(never);
    await closed(server);
  },

  'a session is taken up again': async say => {
    const server = await echoing();
    const { port } = server.address();
    const first = tls.connect({ port, ...trusting });
    const [session] = await once(first, 'session');
    first.end();
    await gone(first);
    const second = tls.connect({ port, ...trusting, session });
    await once(second, 'secureConnect');
    say(first.isSessionReused?.(), second.isSessionReused());
    second.end();
    await gone(second);
    await closed(server);
  },

  'what is written and ended before the handshake arrives': async say => {
    const server = await echoing();
    const socket = tls.connect({ port: server.address().port, ...trusting });
    tell(say, 'client', socket, { data: shown.text, end: null, close: shown.flag, error: shown.error });
    socket.write('one ');
    socket.end('two');
    await gone(socket);
    await closed(server);
  },

  'what is ended as soon as there is a connection, before the handshake': async say => {
    const server = await listening(
      https.createServer({ key, cert }, (_request, response) => response.end('answer')),
    );
    const socket = tls.connect({ port: server.address().port, ...trusting });
    tell(say, 'client', socket, { end: null, close: shown.flag, error: shown.error });
    socket.on('data', data => say('client', shown.text(data).split('\r\n').at(-1)));
    socket.on('connect', () => {
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      socket.end();
    });
    socket.on('end', () => server.close());
    await gone(socket);
  },

  'a buffer of the program': async say => {
    const server = await echoing();
    const buffer = Buffer.alloc(16);
    const onread = {
      buffer,
      callback(length, given) {
        say('read', given.toString('latin1', 0, length), given === buffer);
        socket.end();
      },
    };
    const socket = tls.connect({ port: server.address().port, ...trusting, onread });
    tell(say, 'client', socket, EVENTS);
    socket.write('hello');
    await gone(socket);
    await closed(server);
  },

  'destroyed before it is connected': async say => {
    const server = await echoing();
    const { port } = server.address();
    const socket = tls.connect({ port, ...trusting });
    tell(say, 'client', socket, EVENTS);
    socket.destroy();
    await gone(socket);
    const failing = tls.connect({ port, ...trusting });
    tell(say, 'failing', failing, EVENTS);
    failing.destroy(new Error('no longer wanted'));
    await gone(failing);
    await closed(server);
  },

  'half-open': async say => {
    const server = await listening(
      tls.createServer({ key, cert, allowHalfOpen: true }, socket => {
        tell(say, 'server', socket, { data: shown.text, end: null, close: shown.flag });
        socket.on('end', () => setImmediate(() => socket.end('after your end')));
      }),
    );
    const socket = tls.connect({ port: server.address().port, ...trusting, allowHalfOpen: true });
    say(socket.allowHalfOpen);
    const accepted = once(server, 'secureConnection').then(([peer]) => gone(peer));
    tell(say, 'client', socket, { data: shown.text, end: null, close: shown.flag });
    socket.end('my end');
    await Promise.all([gone(socket), accepted]);
    await closed(server);
  },
});
