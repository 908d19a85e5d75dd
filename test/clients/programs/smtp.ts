// nodemailer and smtp-server.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Server, Socket } from 'node:net';
import { createTransport, type SentMessageInfo, type TransportOptions } from 'nodemailer';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type Identity, selfSigned } from '../stage/certificate.ts';
import { close, listen } from '../stage/serving.ts';
import { type Actor, isUnderTest, type Stories } from '../stage/story.ts';

const LINE = `${'all work and no play '.repeat(3)}\r\n.a dot\r\n`;
const LONG = LINE.repeat(Math.ceil((1 << 20) / LINE.length));
const MESSAGE = {
  from: 'writer@client.example',
  to: ['reader@server.example', 'other@server.example'],
  subject: 'Grüße',
  text: 'Dear reader,\n.\nthat was a dot.\n',
  messageId: '<1@client.example>',
  date: new Date(0),
};

interface Serving {
  port: number;
  server: Server;
  identity: Identity;
  close(): Promise<void>;
}

/** A server that takes letters for everybody but 'nobody', and whose one user is 'writer'. */
async function serving(actor: Actor, options: SMTPServerOptions = {}): Promise<Serving> {
  const identity = selfSigned();
  const smtp = new SMTPServer({
    ...identity,
    name: 'server.example',
    disableReverseLookup: true,
    authOptional: true,
    authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
    onSecure(socket, session, done) {
      actor.sees('secure', session.servername, (socket as { authorized?: boolean }).authorized);
      done();
    },
    onAuth({ method, username, password, validatePassword }, _session, done) {
      const knows = method === 'CRAM-MD5' ? validatePassword('secret') : password === 'secret';
      actor.sees('login', method, username, knows);
      if (knows) done(null, { user: username });
      else done(Object.assign(new Error('Who are you?'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, done) {
      done(address.startsWith('nobody') ? new Error('Not at this address') : null);
    },
    onData(stream, { secure, envelope, user }, done) {
      const hash = createHash('sha1');
      let length = 0;
      stream.on('data', chunk => {
        hash.update(chunk);
        length += chunk.length;
      });
      stream.on('end', () => {
        const readers = envelope.rcptTo.map(to => to.address);
        actor.sees('letter', { secure, user, length, sha1: hash.digest('hex') }, readers);
        done(stream.sizeExceeded ? Object.assign(new Error('Too long'), { responseCode: 552 }) : null);
      });
    },
    onClose: session => actor.sees('gone', session.hostNameAppearsAs),
    ...options,
  });
  smtp.on('error', error => actor.sees('error', error));
  const server = smtp.server as unknown as Server;
  server.on('connection', socket => void isUnderTest(socket));
  return { port: await listen(server), server, identity, close: () => close(server) };
}

type Options = TransportOptions & Record<string, unknown>;

function transport(port: number, options: Options = {}) {
  return createTransport({ host: '127.0.0.1', port, name: 'client.example', ...options } as Options);
}

/** Sends a letter; what the server says to it. */
async function sends(actor: Actor, port: number, options?: Options, letter: object = MESSAGE): Promise<void> {
  const post = transport(port, options);
  await actor.awaits('send', post.sendMail(letter).then(told));
  post.close();
}

function told({ accepted, rejected, response }: SentMessageInfo): object {
  return [accepted, rejected, String(response).replace(/queued as .*/, 'queued')];
}

export const stories: Stories = {
  'nodemailer hands a letter over in the clear': async ({ actor }) => {
    const { port, close } = await serving(actor('server'), { disabledCommands: ['STARTTLS'] });
    await sends(actor('client'), port);
    await sends(actor('login'), port, { auth: { user: 'writer', pass: 'secret' } });
    await close();
  },

  'nodemailer turns its connection into TLS and logs in, by every method': async ({ actor }) => {
    const { port, identity, close } = await serving(actor('server'));
    for (const authMethod of ['PLAIN', 'LOGIN', 'CRAM-MD5']) {
      const tls = { ca: identity.cert, servername: 'localhost' };
      const auth = { user: 'writer', pass: 'secret' };
      await sends(actor(authMethod), port, { requireTLS: true, tls, auth, authMethod });
    }
    await close();
  },

  'nodemailer speaks TLS from the first byte': async ({ actor }) => {
    const { port, identity, close } = await serving(actor('server'), { secure: true });
    const tls = { ca: identity.cert, servername: 'localhost' };
    await sends(actor('client'), port, { secure: true, tls });
    await sends(actor('doubting'), port, { secure: true });
    await close();
  },

  'nodemailer hands over a letter of 1 MiB, in the clear and by TLS': async ({ actor }) => {
    const { port, identity, close } = await serving(actor('server'));
    assert.ok(LONG.length >= 1 << 20);
    const tls = { ca: identity.cert, servername: 'localhost' };
    const letter = { ...MESSAGE, raw: `Subject: long\r\n\r\n${LONG}` };
    await sends(actor('in the clear'), port, { ignoreTLS: true }, letter);
    await sends(actor('by TLS'), port, { requireTLS: true, tls }, letter);
    await close();
  },

  'nodemailer sends 30 letters over a pool of connections': async ({ actor }) => {
    const silent = { onData: taken, onSecure: undefined, onClose: undefined };
    const { port, server, identity, close } = await serving(actor('server'), silent);
    let connections = 0;
    server.on('connection', () => connections++);
    const tls = { ca: identity.cert, servername: 'localhost' };
    const post = transport(port, { pool: true, maxConnections: 3, maxMessages: 100, tls });
    const letters = Array.from({ length: 30 }, (_, i) => post.sendMail({ ...MESSAGE, subject: `${i}` }));
    actor('client').sees('sent', (await Promise.all(letters)).map(told));
    actor('client').sees('connections', connections);
    post.close();
    await close();
  },

  'nodemailer tells why a letter was refused': async ({ actor }) => {
    const { port, close } = await serving(actor('server'), { size: 5000, allowInsecureAuth: true });
    const plain = { ignoreTLS: true };
    await sends(actor('doubting'), port, { requireTLS: true });
    const guess = { user: 'writer', pass: 'guessed' };
    await sends(actor('wrong password'), port, { ...plain, auth: guess });
    await sends(actor('one of two'), port, plain, {
      ...MESSAGE,
      to: ['nobody@server.example', MESSAGE.to[0]],
    });
    await sends(actor('nobody'), port, plain, { ...MESSAGE, to: 'nobody@server.example' });
    await sends(actor('too long'), port, plain, { ...MESSAGE, text: LONG });
    await close();
    await sends(actor('nobody there'), 1);
  },

  'nodemailer tells a connection that is lost in the middle of a letter': async ({ actor }) => {
    const sockets: Socket[] = [];
    const onData: SMTPServerOptions['onData'] = stream => stream.once('data', () => sockets.pop()?.destroy());
    const { port, server, close } = await serving(actor('server'), { onData, onClose: undefined });
    server.on('connection', socket => sockets.push(socket));
    await sends(actor('dropped'), port, { ignoreTLS: true });
    await close();
  },
};

const taken: SMTPServerOptions['onData'] = (stream, _session, done) => {
  stream.resume();
  stream.on('end', () => done(null));
};
