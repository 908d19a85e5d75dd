// TLS on connections that are there already, servers, and much data.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { pipeline } from 'node:stream/promises';
import tls from 'node:tls';
import { cert, key, trusting } from './identity.mjs';
import { closed, gone, listening, play, shown, tell } from './stage.mjs';

const EVENTS = { data: shown.text, end: null, error: shown.error, close: shown.flag };

play({
  'TLS begins on a connection in use': async say => {
    let peerGone;
    const server = await listening(
      net.createServer(raw => {
        peerGone = gone(raw);
        raw.once('data', data => {
          say('server', data);
          raw.write('go on');
          const socket = new tls.TLSSocket(raw, { isServer: true, key, cert });
          tell(say, 'server', socket, { secure: null, ...EVENTS });
          say(socket.remoteAddress, socket.remotePort === raw.remotePort);
          socket.on('data', () => socket.end('encrypted too'));
        });
      }),
    );
    const raw = net.connect(server.address().port, '127.0.0.1');
    tell(say, 'raw', raw, { connect: null, close: shown.flag });
    raw.write('begin');
    await once(raw, 'data');
    const socket = tls.connect({ socket: raw, ca: cert, servername: 'localhost' });
    tell(say, 'client', socket, { connect: null, secureConnect: null, ...EVENTS });
    say(socket.connecting, socket.remoteAddress, socket.localPort === raw.localPort);
    await once(socket, 'secureConnect');
    socket.write('encrypted');
    await Promise.all([gone(socket), gone(raw), peerGone]);
    say(raw.destroyed);
    await closed(server);
  },

  'TLS on a connection that is being made': async say => {
    const server = await listening(tls.createServer({ key, cert }, socket => socket.end('hello')));
    const { port } = server.address();
    const raw = net.connect(port, '127.0.0.1');
    const socket = tls.connect({ socket: raw, ca: cert, servername: 'localhost' });
    tell(say, 'client', socket, { connect: null, secureConnect: null, ...EVENTS });
    say(socket.connecting);
    await gone(socket);
    await closed(server);
    const lost = tls.connect({ socket: net.connect(port, '127.0.0.1').on('error', () => {}), ca: cert });
    tell(say, 'lost', lost, EVENTS);
    await gone(lost);
  },

  'TLS in TLS': async say => {
    const inner = await listening(tls.createServer({ key, cert }, socket => socket.end('x'.repeat(40_000))));
    const outer = await listening(
      tls.createServer({ key, cert }, socket => {
        const { port } = inner.address();
        const onward = net.connect(port, '127.0.0.1').on('error', () => {});
        socket
          .on('error', () => {})
          .pipe(onward)
          .pipe(socket, { end: false });
        onward.on('end', () => socket.destroy());
      }),
    );
    const carrier = tls.connect({ port: outer.address().port, ...trusting });
    tell(say, 'carrier', carrier, { error: shown.error });
    const socket = tls.connect({ socket: carrier, ca: cert, servername: 'localhost' });
    let length = 0;
    socket.on('data', data => {
      length += data.length;
    });
    await once(socket, 'secureConnect');
    say(socket.authorized, socket.remoteAddress, socket.remotePort === outer.address().port);
    socket.on('end', () => socket.end());
    await gone(carrier);
    say(length);
    await Promise.all([closed(inner), closed(outer)]);
  },

  'much in both directions': async say => {
    const much = Buffer.alloc(3_000_000, 'abcdefghijklmnopq');
    const server = await listening(tls.createServer({ key, cert }, socket => pipeline(socket, socket)));
    const socket = tls.connect({ port: server.address().port, ...trusting });
    const hash = createHash('sha256');
    socket.on('data', data => hash.update(data));
    let refused = 0;
    for (let at = 0; at < much.length; at += 50_000) {
      if (socket.write(much.subarray(at, at + 50_000))) continue;
      refused++;
      await once(socket, 'drain');
    }
    socket.end();
    await once(socket, 'end');
    say(hash.digest('hex') === createHash('sha256').update(much).digest('hex'), refused > 0);
    say(socket.bytesRead > much.length, socket.bytesWritten);
    await closed(server);
  },

  'the names that a client asks for': async say => {
    const context = tls.createSecureContext({ key, cert });
    const SNICallback = (name, answer) => {
      say('asked for', name);
      if (name === 'localhost') answer(null, context);
      else answer(new Error('no such name'));
    };
    const server = await listening(
      tls.createServer({ key, cert, SNICallback }, socket => socket.end('hello')),
    );
    tell(say, 'server', server, { tlsClientError: ({ message }) => message });
    for (const servername of ['localhost', 'example.invalid']) {
      const socket = tls.connect({ port: server.address().port, ...trusting, servername });
      tell(say, servername, socket, { data: shown.text, error: ({ code }) => code, close: shown.flag });
      await gone(socket);
    }
    await closed(server);
  },

  'clients that do no handshake': async say => {
    const server = await listening(tls.createServer({ key, cert, handshakeTimeout: 30 }));
    tell(say, 'server', server, { tlsClientError: ({ code }) => code });
    for (const first of ['GET / HTTP/1.1\r\n\r\n', '']) {
      const socket = net.connect(server.address().port, '127.0.0.1').on('error', () => {});
      socket.resume().write(first);
      await once(server, 'tlsClientError');
      socket.destroy();
      await gone(socket);
    }
    await closed(server);
  },

  'the connection below is destroyed': async say => {
    const secure = tls.createServer({ key, cert });
    const server = await listening(net.createServer(raw => secure.emit('connection', raw)));
    const accepted = Promise.all([once(server, 'connection'), once(secure, 'secureConnection')]);
    const socket = tls.connect({ port: server.address().port, ...trusting }).on('error', () => {});
    const [[raw], [peer]] = await accepted;
    tell(say, 'peer', peer, EVENTS);
    raw.on('close', () => say('raw close', peer.destroyed));
    raw.destroy();
    await Promise.all([gone(raw), gone(socket)]);
    await closed(server);
  },

  'connections of a server': async say => {
    const server = await listening(
      tls.createServer({ key, cert }, socket => socket.on('error', () => {}).resume()),
    );
    const count = () => new Promise(resolve => server.getConnections((_error, number) => resolve(number)));
    const socket = tls.connect({ port: server.address().port, ...trusting });
    await Promise.all([once(server, 'secureConnection'), once(socket, 'secureConnect')]);
    say(await count(), server.listening, server instanceof net.Server, server instanceof tls.Server);
    server.close(() => say('closed'));
    say(server.listening);
    socket.end();
    await once(server, 'close');
    say(await count());
  },
});
