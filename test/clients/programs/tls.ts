// node:tls and node:https on sockets of the program: at once, and after a conversation in the clear.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import https, { type RequestOptions } from 'node:https';
import net, { type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';
import { selfSigned } from '../stage/certificate.ts';
import { close, listen } from '../stage/serving.ts';
import { type Actor, isUnderTest, type Stage, type Stories } from '../stage/story.ts';

const IDENTITY = selfSigned();
const TRUSTING = { ca: IDENTITY.cert, servername: 'localhost' };
const MIB = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => (i * i) >> 3));
const EVENTS = ['connect', 'secureConnect', 'secure', 'end', 'error', 'close'];

/** An echo over TLS, made of a server of net and the server's half of TLS on each of its sockets. */
function echo(actor: Stage['actor']): Server {
  let connections = 0;
  return net.createServer({ allowHalfOpen: true }, socket => {
    void isUnderTest(socket);
    serveOn(actor(`server of ${++connections}`), socket);
  });
}

function serveOn(actor: Actor, socket: Socket): void {
  const secured = new tls.TLSSocket(socket, { isServer: true, ...IDENTITY });
  actor.watches(secured, ...EVENTS);
  secured.on('secure', () => actor.sees('agreed', secured.alpnProtocol, secured.isSessionReused()));
  secured.pipe(secured);
}

/** Speaks to an echo to the end. */
async function speaks(actor: Actor, secured: TLSSocket, message: Buffer): Promise<void> {
  actor.watches(secured, ...EVENTS);
  const closed = gone(secured);
  await once(secured, 'secureConnect');
  const { authorized, alpnProtocol } = secured;
  actor.sees('agreed', { authorized, alpnProtocol, reused: secured.isSessionReused() });
  actor.sees('peer', secured.getPeerCertificate().subject, secured.getProtocol());
  secured.end(message);
  assert.ok(message.equals(await buffer(secured)));
  await closed;
}

/** Resolves with 'close', whatever errors come before it. */
function gone(socket: Socket): Promise<void> {
  return new Promise(resolve => socket.once('close', () => resolve()));
}

/** Lines of a conversation in the clear. */
async function line(socket: Socket): Promise<string> {
  const [text] = await once(socket, 'data');
  return `${text}`;
}

async function asks(actor: Actor, options: RequestOptions, body?: Buffer): Promise<void> {
  const outgoing = https.request({
    host: '127.0.0.1',
    method: body ? 'POST' : 'GET',
    ...TRUSTING,
    ...options,
  });
  const closed = new Promise(resolve => outgoing.on('close', resolve));
  let read: Promise<void> | undefined;
  actor.watches(outgoing, 'error');
  outgoing.on('response', incoming => {
    actor.sees('response', incoming.statusCode, (incoming.socket as TLSSocket).authorized);
    read = actor.awaits('body', buffer(incoming)).then(() => {});
  });
  outgoing.end(body);
  await closed;
  await read;
}

/** A connection that fails, on a socket that tls makes and on one that it is given. */
async function bothWays(actor: Stage['actor'], name: string, port: number): Promise<void> {
  const own = tls.connect({ port, host: '127.0.0.1', ...TRUSTING });
  actor(`${name}, its own socket`).watches(own, ...EVENTS);
  await gone(own);
  const given = tls.connect({ socket: net.connect(port, '127.0.0.1'), ...TRUSTING });
  actor(`${name}, a given socket`).watches(given, ...EVENTS);
  await gone(given);
}

export const stories: Stories = {
  'tls speaks over a socket that is given to it, connected or still connecting': async ({ actor }) => {
    const server = echo(actor);
    const port = await listen(server);
    const connected = net.connect(port, '127.0.0.1');
    await once(connected, 'connect');
    await speaks(actor('connected'), tls.connect({ socket: connected, ...TRUSTING }), MIB);
    const connecting = net.connect(port, '127.0.0.1');
    await speaks(actor('connecting'), tls.connect({ socket: connecting, ...TRUSTING }), Buffer.from('short'));
    actor('below').sees('destroyed', connected.destroyed, connecting.destroyed);
    await close(server);
  },

  'tls takes a used socket over at both ends, and nothing said before is lost': async ({ actor }) => {
    let connections = 0;
    const server = net.createServer({ allowHalfOpen: true }, socket => {
      const sees = actor(`server of ${++connections}`);
      socket.write('220 hello\r\n');
      socket.once('data', asked => {
        sees.sees('asked', `${asked}`);
        socket.once('data', again => {
          sees.sees('asked', `${again}`);
          socket.write('220 go ahead\r\n', () => serveOn(sees, socket));
        });
        socket.write('250 yes\r\n');
      });
    });
    const port = await listen(server);
    for (const message of [MIB, Buffer.from('short')]) {
      const socket = net.connect(port, '127.0.0.1');
      const client = actor(`client of ${message.length}`);
      client.sees('told', await line(socket));
      for (const word of ['EHLO', 'STARTTLS']) {
        socket.write(`${word}\r\n`);
        client.sees('told', await line(socket));
      }
      await speaks(client, tls.connect({ socket, ...TRUSTING }), message);
    }
    await close(server);
  },

  'tls agrees on a protocol, resumes a session, and asks for a certificate': async ({ actor }) => {
    const server = tls.createServer({
      ...IDENTITY,
      ALPNProtocols: ['told/1', 'told/2'],
      requestCert: true,
      rejectUnauthorized: false,
    });
    const sees = actor('server');
    server.on('connection', socket => void isUnderTest(socket));
    server.on('secureConnection', socket => {
      const { alpnProtocol, servername } = socket;
      sees.sees('agreed', { alpnProtocol, servername }, socket.getPeerCertificate().subject);
      socket.on('error', error => sees.sees('error', error));
      socket.end('that is all');
    });
    const port = await listen(server);
    let session: Buffer | undefined;
    for (const [name, options] of Object.entries<ConnectionOptions>({
      first: { ALPNProtocols: ['told/2'] },
      again: { ALPNProtocols: ['told/2', 'told/1'] },
      'with a certificate': { ...IDENTITY },
    })) {
      const secured = tls.connect({ port, host: '127.0.0.1', ...TRUSTING, ...options, session });
      secured.on('session', given => (session ??= given));
      actor(name).watches(secured, ...EVENTS);
      await once(secured, 'secureConnect');
      actor(name).sees('agreed', secured.alpnProtocol, secured.isSessionReused());
      actor(name).sees('read', await buffer(secured));
      await gone(secured);
    }
    await close(server);
  },

  'tls tells a certificate that it does not know, and a name that is another': async ({ actor }) => {
    const server = echo(actor);
    const port = await listen(server);
    for (const [name, options] of Object.entries<ConnectionOptions>({
      doubting: { servername: 'localhost' },
      'another name': { ...TRUSTING, servername: 'elsewhere.example' },
      'no common version': { ...TRUSTING, maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' },
    })) {
      const secured = tls.connect({ socket: net.connect(port, '127.0.0.1'), ...options });
      actor(name).watches(secured, ...EVENTS);
      await gone(secured);
    }
    await close(server);
  },

  'tls tells a peer that speaks no TLS, that hangs up, that resets, and that is not there': async ({
    actor,
  }) => {
    const ways: Record<string, (socket: Socket) => void> = {
      'no TLS': socket => void socket.write('220 I speak plainly\r\n'),
      'hangs up': socket => void socket.end(),
      resets: socket => void socket.resetAndDestroy(),
    };
    for (const [name, answer] of Object.entries(ways)) {
      const server = net.createServer(socket => {
        socket.on('error', () => {}).on('end', () => socket.destroy());
        socket.once('data', () => answer(socket));
      });
      const port = await listen(server);
      await bothWays(actor, name, port);
      await close(server);
    }
    await bothWays(actor, 'refused', 1);
  },

  'a server of tls tells a client that speaks no TLS, and one that leaves in the middle': async ({
    actor,
  }) => {
    const server = tls.createServer(IDENTITY);
    actor('server').watches(server, 'secureConnection');
    server.on('tlsClientError', error => actor('server').sees('tlsClientError', error));
    const port = await listen(server);
    for (const how of ['speaks plainly', 'leaves', 'resets']) {
      const socket = net.connect(port, '127.0.0.1');
      const sees = actor(how);
      sees.watches(socket, 'end', 'error', 'close');
      await once(socket, 'connect');
      const told = once(server, 'tlsClientError');
      socket.resume();
      if (how === 'speaks plainly') socket.write('GET / HTTP/1.1\r\n\r\n');
      else if (how === 'leaves') socket.end();
      else socket.resetAndDestroy();
      await told;
      if (!socket.destroyed) await gone(socket.end());
    }
    await close(server);
  },

  'https asks over sockets of the program, and again on the connection it keeps': async ({ actor }) => {
    let connections = 0;
    const server = https.createServer(IDENTITY, (incoming, response) => void incoming.pipe(response));
    server.on('connection', () => connections++);
    const port = await listen(server);
    const createConnection = () => tls.connect({ socket: net.connect(port, '127.0.0.1'), ...TRUSTING });
    await asks(actor('given'), { createConnection }, MIB);
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 5; i++) await asks(actor('agent'), { port, agent }, Buffer.from(`message ${i}`));
    await Promise.all([0, 1, 2].map(i => asks(actor(`at once ${i}`), { port, agent }, MIB)));
    actor('agent').sees('connections', connections);
    await asks(actor('doubting'), { port, ca: undefined });
    agent.destroy();
    await close(server);
    await asks(actor('refused'), { port: 1 });
  },
};
