// ws, client and server, on node:http.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type Server } from 'node:http';
import https from 'node:https';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { selfSigned } from '../stage/certificate.ts';
import { close, listen } from '../stage/serving.ts';
import { type Actor, isUnderTest, type Stories } from '../stage/story.ts';

const EVENTS = ['open', 'ping', 'pong', 'error', 'close'];
const MIB = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => (i * i) >> 3));

/** An echo that writes down what the server's half of each connection sees. */
async function serving(actor: Actor, server: Server = http.createServer()): Promise<number> {
  const sockets = new WebSocketServer({ server, handleProtocols: protocols => [...protocols][0] });
  sockets.on('connection', (socket, request) => {
    actor.sees('connection', request.url, socket.protocol);
    writesDown(actor, socket);
    socket.on('message', (data, isBinary) => socket.send(data as Buffer, { binary: isBinary }));
  });
  server.on('connection', socket => void isUnderTest(socket));
  return listen(server);
}

function writesDown(actor: Actor, socket: WebSocket): void {
  actor.watches(socket, ...EVENTS);
  socket.on('message', (data: RawData, isBinary) => actor.sees(isBinary ? 'bytes' : 'text', data));
}

async function opened(actor: Actor, url: string, options: object = {}): Promise<WebSocket> {
  const socket = new WebSocket(url, ['told', 'other'], options);
  writesDown(actor, socket);
  await once(socket, 'open');
  return socket;
}

export const stories: Stories = {
  'ws exchanges texts, bytes, pings and fragments': async ({ actor }) => {
    const server = http.createServer();
    const port = await serving(actor('server'), server);
    const client = await opened(actor('client'), `ws://127.0.0.1:${port}/path?query=1`);
    await isUnderTest((client as unknown as { _socket: unknown })._socket);
    for (const message of ['text', 'ä€😀'.repeat(5000), Buffer.from([0, 1, 255]), '']) {
      const echoed = once(client, 'message');
      client.send(message);
      await echoed;
    }
    const fragmented = once(client, 'message');
    for (let i = 0; i < 5; i++) client.send(`part ${i}, `, { fin: i === 4 });
    await fragmented;
    const pong = once(client, 'pong');
    client.ping('are you there?');
    await pong;
    const closed = once(client, 'close');
    client.close(1000, 'that was all');
    await closed;
    await close(server);
  },

  'ws brings 1 MiB of bytes whole, and 1,000 messages in order': async ({ actor }) => {
    const server = http.createServer();
    const port = await serving(actor('server'), server);
    const client = await opened(actor('client'), `ws://127.0.0.1:${port}`);
    const back = once(client, 'message');
    client.send(MIB);
    assert.ok(MIB.equals((await back)[0]));
    const last = new Promise<void>(resolve => {
      client.on('message', data => `${data}` === '999' && resolve());
    });
    for (let i = 0; i < 1000; i++) client.send(`${i}`);
    await last;
    client.close();
    await once(client, 'close');
    await close(server);
  },

  'ws tells the codes with which either end closes': async ({ actor }) => {
    for (const code of [1000, 1001, 1011, 3000, 4999]) {
      const server = http.createServer();
      const port = await serving(actor('server'), server);
      const client = await opened(actor('client'), `ws://127.0.0.1:${port}`);
      const closed = once(client, 'close');
      client.close(code, `because of ${code}`);
      await closed;
      await close(server);
    }
    const server = http.createServer();
    const closing = new WebSocketServer({ server });
    closing.on('connection', (socket, { url }) => {
      if (url === '/close') socket.close(4001, 'not you');
      else if (url === '/terminate') socket.terminate();
    });
    const port = await listen(server);
    for (const path of ['/close', '/terminate']) {
      const client = new WebSocket(`ws://127.0.0.1:${port}${path}`);
      actor(path).watches(client, ...EVENTS);
      await once(client, 'close');
    }
    await close(server);
  },

  'ws over TLS exchanges bytes, and distrusts a certificate it does not know': async ({ actor }) => {
    const identity = selfSigned();
    const server = https.createServer(identity);
    const port = await serving(actor('server'), server);
    const url = `wss://127.0.0.1:${port}`;
    const client = await opened(actor('client'), url, { ca: identity.cert });
    const back = once(client, 'message');
    client.send(MIB);
    assert.ok(MIB.equals((await back)[0]));
    client.close();
    await once(client, 'close');
    const doubting = new WebSocket(url);
    actor('doubting').watches(doubting, ...EVENTS);
    await new Promise(resolve => doubting.once('close', resolve));
    await close(server);
  },

  'ws tells a server that speaks no WebSocket, one that hangs up, and one that is not there': async ({
    actor,
  }) => {
    const server = http.createServer((_request, response) => response.writeHead(404).end('no'));
    server.on('upgrade', ({ url }, socket) =>
      url === '/upgrade'
        ? socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')
        : socket.destroy(),
    );
    const port = await listen(server);
    for (const [name, url] of Object.entries({
      'no upgrade': `ws://127.0.0.1:${port}/upgrade`,
      'hangs up': `ws://127.0.0.1:${port}/destroy`,
      'nobody there': 'ws://127.0.0.1:1',
    })) {
      const client = new WebSocket(url);
      actor(name).watches(client, ...EVENTS);
      await new Promise(resolve => client.once('close', resolve));
    }
    await close(server);
  },
};
