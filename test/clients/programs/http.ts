// node:http and undici on connections that the program makes itself, and a node:http server that is given its
// connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import net, { type Server } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Agent, Client, type Dispatcher, request, fetch as undiciFetch } from 'undici';
import { close, listen } from '../stage/serving.ts';
import { type Actor, isUnderTest, type Stories } from '../stage/story.ts';

const MIB = Buffer.from(Array.from({ length: 1 << 20 }, (_, i) => (i * i) >> 3));

/** A server of net that hands its connections to one of http; `asked` is called before a request is answered. */
function serving(actor: Actor, asked?: () => void): Server {
  const inner = http.createServer((incoming, response) => {
    asked?.();
    void answer(actor, incoming, response);
  });
  inner.on('upgrade', (incoming, socket) => {
    actor.sees('upgrade', incoming.headers.upgrade);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.pipe(socket);
  });
  inner.on('connect', (incoming, socket) => {
    actor.sees('connect', incoming.url);
    socket.end('HTTP/1.1 200 Connection established\r\n\r\nhello from the tunnel');
  });
  inner.on('clientError', (error, socket) => {
    actor.sees('clientError', error);
    socket.destroy();
  });
  return net.createServer(socket => {
    void isUnderTest(socket);
    inner.emit('connection', socket);
  });
}

async function answer(actor: Actor, incoming: IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { method, url, httpVersion } = incoming;
  actor.sees(`${method} ${url} ${httpVersion}`);
  if (url === '/drop') return void incoming.socket.destroy();
  if (url === '/reset') return void incoming.socket.resetAndDestroy();
  if (url === '/half') {
    response.writeHead(200, { 'content-length': 100 }).write('half');
    return void setImmediate(() => incoming.socket.destroy());
  }
  if (url === '/silent') return;
  const body = await buffer(incoming);
  if (body.length > 0) actor.sees('body', body);
  if (url === '/big') Readable.from([MIB.subarray(0, 7), MIB.subarray(7)]).pipe(response);
  else if (url === '/echo') response.end(body);
  else response.setHeader('x-told', 'yes').end(`${method} ${url}`);
}

/** One request of node:http; what came of it. */
async function asks(actor: Actor, options: RequestOptions, body?: Buffer): Promise<void> {
  const outgoing = http.request(options);
  const closed = new Promise(resolve => outgoing.on('close', resolve));
  let read: Promise<void> | undefined;
  actor.watches(outgoing, 'continue', 'error');
  outgoing.on('socket', socket => void isUnderTest(socket));
  outgoing.on('response', incoming => {
    actor.sees('response', incoming.statusCode, incoming.headers['x-told']);
    actor.watches(incoming, 'aborted', 'error', 'end');
    read = actor.awaits('body', buffer(incoming)).then(() => {});
  });
  outgoing.end(body);
  await closed;
  await read;
  actor.sees('over');
}

/** A request of undici; its answer. */
async function told(answered: Promise<Dispatcher.ResponseData>): Promise<object> {
  const { statusCode, headers, body } = await answered;
  return [statusCode, headers['x-told'], Buffer.from(await body.arrayBuffer())];
}

export const stories: Stories = {
  'http asks on connections of the program, which its server is given': async ({ actor }) => {
    const server = serving(actor('server'));
    const port = await listen(server);
    const createConnection = () => net.connect(port, '127.0.0.1');
    const sees = actor('client');
    await asks(sees, { createConnection, path: '/plain' });
    await asks(sees, { createConnection, path: '/echo', method: 'POST' }, MIB);
    await asks(sees, { createConnection, path: '/big' });
    const headers = { expect: '100-continue', 'content-length': 5 };
    await asks(sees, { createConnection, path: '/echo', method: 'PUT', headers }, Buffer.from('12345'));
    await asks(sees, { createConnection, path: '/none', method: 'HEAD' });
    await close(server);
  },

  'http keeps a connection of its agent and asks on it again': async ({ actor }) => {
    const server = serving(actor('server'));
    let connections = 0;
    server.on('connection', () => connections++);
    const port = await listen(server);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
    for (let i = 0; i < 3; i++)
      await asks(actor('one by one'), { port, host: '127.0.0.1', path: `/${i}`, agent });
    actor('one by one').sees('connections', connections);
    const several = Array.from({ length: 10 }, (_, i) => actor(`request ${i}`));
    await Promise.all(several.map(sees => asks(sees, { port, host: '127.0.0.1', path: '/same', agent })));
    actor('all at once').sees('connections', connections);
    agent.destroy();
    await close(server);
  },

  'http upgrades a connection, and opens a tunnel': async ({ actor }) => {
    const server = serving(actor('server'));
    const port = await listen(server);
    const sees = actor('client');
    const createConnection = () => net.connect(port, '127.0.0.1');
    const upgrading = http.request({ createConnection, headers: { connection: 'upgrade', upgrade: 'echo' } });
    upgrading.end();
    const [incoming, socket] = await once(upgrading, 'upgrade');
    sees.sees('upgraded', incoming.statusCode);
    socket.end(MIB);
    assert.ok(MIB.equals(await buffer(socket)));
    const tunnelling = http.request({ createConnection, method: 'CONNECT', path: 'elsewhere:1' });
    tunnelling.end();
    const [connected, tunnel, head] = await once(tunnelling, 'connect');
    sees.sees('connected', connected.statusCode, `${head}${await buffer(tunnel)}`);
    await close(server);
  },

  'http tells connections that are dropped, reset, cut short, silent and refused': async ({ actor }) => {
    let asked = () => {};
    const server = serving(actor('server'), () => asked());
    const port = await listen(server);
    const createConnection = () => net.connect(port, '127.0.0.1');
    for (const path of ['/drop', '/reset', '/half']) await asks(actor(path), { createConnection, path });
    const silent = http.request({ createConnection, path: '/silent' });
    silent.setTimeout(40);
    actor('silent').watches(silent, 'timeout', 'error', 'close');
    silent.on('timeout', () => silent.destroy(new Error('enough')));
    silent.end();
    await new Promise(resolve => silent.on('close', resolve));
    const aborted = new AbortController();
    asked = () => aborted.abort();
    await asks(actor('aborted'), { createConnection, path: '/silent', signal: aborted.signal });
    const raw = net.connect(port, '127.0.0.1');
    raw.end('this is not HTTP\r\n\r\n');
    raw.on('error', () => {}).resume();
    await once(raw, 'close');
    await close(server);
    await asks(actor('refused'), { createConnection: () => net.connect(1, '127.0.0.1') });
  },

  'undici asks over a connect function of the program, one by one and pipelined': async ({ actor }) => {
    const server = serving(actor('server'));
    const port = await listen(server);
    const sees = actor('client');
    const connect = ((options: { hostname: string; port: string }, done: (...result: unknown[]) => void) => {
      sees.sees('connects to', options.hostname);
      const socket = net.connect(Number(options.port), options.hostname);
      socket.once('connect', () => done(null, socket)).once('error', error => done(error));
    }) as never;
    const client = new Client(`http://127.0.0.1:${port}`, { connect, pipelining: 10 });
    await sees.awaits('get', told(client.request({ path: '/plain', method: 'GET' })));
    await sees.awaits('post', told(client.request({ path: '/echo', method: 'POST', body: MIB })));
    const many = Array.from({ length: 30 }, (_, i) => told(client.request({ path: `/${i}`, method: 'GET' })));
    sees.sees('answers', await Promise.all(many));
    await client.close();
    await close(server);
  },

  'undici and fetch ask over connections of their own': async ({ actor }) => {
    const server = serving(actor('server'));
    const port = await listen(server);
    const dispatcher = new Agent({ keepAliveTimeout: 10 });
    const at = (path: string) => `http://127.0.0.1:${port}${path}`;
    await actor('undici').awaits('get', told(request(at('/plain'), { dispatcher })));
    await actor('undici').awaits('big', told(request(at('/big'), { dispatcher })));
    const answered = undiciFetch(at('/echo'), { method: 'POST', body: MIB, dispatcher });
    const back = await (await answered).arrayBuffer();
    assert.ok(MIB.equals(Buffer.from(back)));
    await dispatcher.close();
    const own = await fetch(at('/plain'), { headers: { connection: 'close' } });
    actor('fetch').sees('got', own.status, await own.text());
    await close(server);
  },

  'undici tells connections that are dropped, reset, cut short and refused': async ({ actor }) => {
    const server = serving(actor('server'));
    const port = await listen(server);
    for (const path of ['/drop', '/reset', '/half']) {
      const client = new Client(`http://127.0.0.1:${port}`);
      await actor(path).awaits('get', told(client.request({ path, method: 'GET' })));
      await client.close();
    }
    const impatient = new Client(`http://127.0.0.1:${port}`, { headersTimeout: 20 });
    await actor('silent').awaits('get', told(impatient.request({ path: '/silent', method: 'GET' })));
    await impatient.destroy();
    await close(server);
    await actor('refused').awaits('get', told(request('http://127.0.0.1:1/')));
    await actor('fetch, refused').awaits(
      'get',
      fetch(`http://127.0.0.1:${port}/`).catch(error => Promise.reject(error.cause)),
    );
  },

  'http speaks on a path': async ({ actor, given }) => {
    const server = serving(actor('server'));
    const socketPath = String(given.path);
    server.listen(socketPath);
    await once(server, 'listening');
    await asks(actor('client'), { socketPath, path: '/plain', agent: false });
    await asks(actor('client'), { socketPath, path: '/big', agent: false });
    const client = new Client('http://localhost', { socketPath });
    await actor('undici').awaits('get', told(client.request({ path: '/plain', method: 'GET' })));
    await client.close();
    await close(server);
    await asks(actor('nobody there'), { socketPath, path: '/plain', agent: false });
  },
};
