// http, https, http2 over TLS, fetch and upgrades: clients and servers in one program.
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';
import { cert, key, trusting } from './identity.mjs';
import { closed, gone, listening, play, shown, tell } from './stage.mjs';

const echo = (request, response) => {
  response.setHeader('from', request.socket.remoteAddress);
  request.pipe(response);
};

async function answerOf(request) {
  const [response] = await once(request, 'response');
  return `${response.statusCode} ${response.headers.from} ${await text(response)}`;
}

play({
  'http: requests on a connection that is kept': async say => {
    const server = await listening(http.createServer(echo));
    server.on('connection', socket => say('connection', socket instanceof net.Socket));
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const { port } = server.address();
    for (const body of ['one', 'x'.repeat(100_000), '']) {
      const request = http.request({ port, host: '127.0.0.1', agent, method: 'POST' });
      request.end(body);
      const answer = await answerOf(request);
      say('answer', answer.length, answer.slice(0, 20), request.reusedSocket);
    }
    agent.destroy();
    await closed(server);
  },

  'http: a client without an agent, and one that is refused': async say => {
    const server = await listening(http.createServer(echo));
    const { port } = server.address();
    const request = http.request({ port, host: '127.0.0.1', agent: false, method: 'PUT' });
    request.end('alone');
    say(await answerOf(request));
    await closed(server);
    const [error] = await once(http.get({ port, host: '127.0.0.1' }), 'error');
    say(shown.error(error));
  },

  'http: an upgrade': async say => {
    const server = await listening(http.createServer());
    server.on('upgrade', (_request, socket, head) => {
      socket.write('HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      say('head', head.length);
      socket.pipe(socket);
    });
    const headers = { connection: 'Upgrade', upgrade: 'echo' };
    const request = http.get({ port: server.address().port, host: '127.0.0.1', headers });
    const [response, socket] = await once(request, 'upgrade');
    say('status', response.statusCode);
    tell(say, 'upgraded', socket, { data: shown.text, end: null, close: shown.flag });
    socket.end('through');
    await gone(socket);
    await closed(server);
  },

  'http: tls on the socket of an upgrade': async say => {
    const server = await listening(http.createServer());
    server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: tls\r\n\r\n');
      const secure = new tls.TLSSocket(socket, { isServer: true, key, cert });
      secure.pipe(secure);
    });
    const headers = { connection: 'Upgrade', upgrade: 'tls' };
    const request = http.get({ port: server.address().port, host: '127.0.0.1', headers });
    const [, socket] = await once(request, 'upgrade');
    const secure = tls.connect({ socket, ca: cert, checkServerIdentity: () => undefined });
    secure.end('sealed');
    say(await text(secure));
    await gone(secure);
    await closed(server);
  },

  'https: requests on a connection that is kept, which holds no program': async say => {
    const server = await listening(https.createServer({ key, cert }, echo));
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    const { port } = server.address();
    for (const body of ['one', 'x'.repeat(100_000)]) {
      const request = https.request({ port, ...trusting, agent, method: 'POST' });
      request.end(body);
      const answer = await answerOf(request);
      say('answer', answer.length, answer.slice(0, 20), request.reusedSocket);
    }
    const untrusting = https.get({ port, host: '127.0.0.1', agent: false });
    say(shown.error((await once(untrusting, 'error'))[0]));
    agent.destroy();
    await closed(server);
  },

  'http2 over TLS': async say => {
    const server = http2.createSecureServer({ key, cert });
    server.on('stream', stream => {
      stream.respond({ from: stream.session.socket.remoteAddress });
      stream.pipe(stream);
    });
    await listening(server);
    const session = http2.connect(`https://127.0.0.1:${server.address().port}`, { ca: cert });
    tell(say, 'session', session, { connect: null, close: null });
    for (const body of ['one', 'x'.repeat(50_000)]) {
      const stream = session.request({ ':method': 'POST' });
      stream.end(body);
      const [[headers], answer] = await Promise.all([once(stream, 'response'), text(stream)]);
      say('answer', headers[':status'], headers.from, answer.length);
    }
    session.close();
    await gone(session);
    await closed(server);
  },

  'http2 without TLS': async say => {
    const server = await listening(http2.createServer((_request, response) => response.end('plain')));
    const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
    const stream = session.request();
    say(await text(stream));
    session.close();
    await gone(session);
    await closed(server);
  },

  'http2 without TLS, by a function in the place of net.connect': async say => {
    const server = await listening(http2.createServer((_request, response) => response.end('plain')));
    const { connect } = net;
    net.connect = options => {
      say('asked for', options.host);
      return new Duplex({ read() {}, write() {} });
    };
    const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
    net.connect = connect;
    session.destroy();
    await closed(server);
  },

  fetch: async say => {
    const server = await listening(http.createServer(echo));
    const url = `http://127.0.0.1:${server.address().port}`;
    const response = await fetch(url, { method: 'POST', body: 'fetched', headers: { connection: 'close' } });
    say(response.status, response.headers.get('from'), await response.text());
    server.closeAllConnections();
    await closed(server);
    say(await fetch(url).catch(error => shown.error(error.cause)));
  },
});
