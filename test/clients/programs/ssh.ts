// ssh2, client and server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { promisify } from 'node:util';
import { Client, type ClientChannel, type ConnectConfig } from 'ssh2';
import { close, listen } from '../stage/serving.ts';
import { type Actor, isUnderTest, type Stories } from '../stage/story.ts';
import { type Serving, serving, USER_KEY } from './ssh-server.ts';

const EVENTS = ['greeting', 'banner', 'ready', 'error', 'end', 'close'];
const MIB_3 = Buffer.from(Array.from({ length: 3 << 20 }, (_, i) => (i * i) >> 3));

function connected(actor: Actor, port: number, config: ConnectConfig): Client {
  const client = new Client();
  actor.watches(client, ...EVENTS);
  client.connect({ host: '127.0.0.1', port, username: 'tester', ...config });
  return client;
}

async function opened(actor: Actor, port: number): Promise<Client> {
  const client = connected(actor, port, { password: 'secret' });
  await once(client, 'ready');
  await isUnderTest((client as unknown as { _sock: unknown })._sock);
  // Packets in pairs, each pair waiting for an acknowledgement: 40 ms apiece.
  client.setNoDelay();
  return client;
}

/** Resolves with 'close', whatever errors come before it. */
function gone(client: Client): Promise<void> {
  return new Promise(resolve => client.once('close' as 'end', resolve));
}

async function ended(client: Client, { server }: Serving): Promise<void> {
  const over = gone(client);
  client.end();
  await over;
  await close(server);
}

/** What a channel brings, to its end. Its exit and its two streams come in an order of chance: each has its line. */
async function reads(actor: Actor, channel: ClientChannel): Promise<Buffer> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let exit: unknown;
  channel.on('data', (data: Buffer) => out.push(data));
  channel.stderr.on('data', data => err.push(data));
  channel.on('exit', code => {
    exit = code;
  });
  await once(channel, 'close');
  actor.sees('exit', exit);
  actor.sees('out', Buffer.concat(out));
  actor.sees('err', Buffer.concat(err));
  return Buffer.concat(out);
}

/** Runs a command to its end; what it wrote. Its exit may come right behind its beginning, in one chunk. */
function runs(client: Client, command: string, actor: Actor, input?: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      resolve(reads(actor, channel));
      channel.end(input);
    });
  });
}

export const stories: Stories = {
  'ssh2 runs commands, and tells how they ended': async ({ actor }) => {
    const host = await serving(actor('server'));
    const client = await opened(actor('client'), host.port);
    const sees = actor('client');
    for (const command of ['succeed', 'fail']) await runs(client, command, sees);
    await sees.awaits('exec', runs(client, 'refused', sees));
    const back = await runs(client, 'echo', sees, MIB_3);
    assert.ok(MIB_3.equals(back));
    const several = Array.from({ length: 10 }, (_, i) => `command ${i}`);
    await Promise.all(several.map(name => runs(client, name, actor(name))));
    await ended(client, host);
  },

  'ssh2 speaks with a shell': async ({ actor }) => {
    const host = await serving(actor('server'));
    const client = await opened(actor('client'), host.port);
    const shell = await promisify<object, ClientChannel>(client.shell.bind(client))({ cols: 100, rows: 30 });
    const over = reads(actor('client'), shell);
    for (const line of ['first\n', 'second\n']) {
      const answer = once(shell, 'data');
      shell.write(line);
      await answer;
    }
    shell.write('exit\n');
    await over;
    await ended(client, host);
  },

  'ssh2 moves files of 3 MiB in and out': async ({ actor }) => {
    const host = await serving(actor('server'));
    const client = await opened(actor('client'), host.port);
    const sees = actor('client');
    const sftp = await promisify(client.sftp.bind(client))();
    const putting = sftp.createWriteStream('/streamed');
    putting.end(MIB_3);
    await once(putting, 'close');
    assert.ok(MIB_3.equals(host.files.get('/streamed') as Buffer));
    const parts: Buffer[] = [];
    for await (const part of sftp.createReadStream('/streamed')) parts.push(part);
    assert.ok(MIB_3.equals(Buffer.concat(parts)));
    await sees.awaits('write', promisify(sftp.writeFile.bind(sftp))('/small', 'few words'));
    await sees.awaits('read', promisify<string, Buffer>(sftp.readFile.bind(sftp))('/small'));
    const list = await promisify(sftp.readdir.bind(sftp))('/');
    sees.sees('list', ...list.map(({ filename, attrs }) => `${filename} ${attrs.size}`));
    await sees.awaits('remove', promisify(sftp.unlink.bind(sftp))('/small'));
    await sees.awaits('read', promisify<string, Buffer>(sftp.readFile.bind(sftp))('/small'));
    await ended(client, host);
  },

  'ssh2 forwards connections out and in': async ({ actor }) => {
    const host = await serving(actor('server'));
    const client = await opened(actor('client'), host.port);
    const echo = net.createServer({ allowHalfOpen: true }, socket => socket.pipe(socket));
    const port = await listen(echo);
    const forwardOut = promisify<string, number, string, number, ClientChannel>(
      client.forwardOut.bind(client),
    );
    const channel = await forwardOut('127.0.0.1', 1, '127.0.0.1', port);
    channel.end(MIB_3);
    assert.ok(MIB_3.equals(await collected(channel)));
    await actor('client').awaits('forward to nobody', forwardOut('127.0.0.1', 1, '127.0.0.1', 1));
    client.on('tcp connection', (_details, accept) => {
      const incoming = accept();
      incoming.pipe(incoming);
    });
    const remote = await promisify<string, number, number>(client.forwardIn.bind(client))('127.0.0.1', 0);
    const visitor = net.connect(remote, '127.0.0.1');
    visitor.end(MIB_3);
    assert.ok(MIB_3.equals(await collected(visitor)));
    await close(echo);
    await ended(client, host);
  },

  'ssh2 logs in by a key, and tells a login that is refused': async ({ actor }) => {
    const host = await serving(actor('server'));
    const byKey = connected(actor('key'), host.port, { privateKey: USER_KEY.private });
    await once(byKey, 'ready');
    byKey.end();
    await once(byKey, 'close');
    const guessing = connected(actor('guess'), host.port, { password: 'guess' });
    await gone(guessing);
    await close(host.server);
    const refused = connected(actor('refused'), 1, { password: 'secret' });
    await gone(refused);
  },

  'ssh2 tells a connection that the server dropped, and one that it reset': async ({ actor }) => {
    const host = await serving(actor('server'));
    for (const how of ['drop', 'reset']) {
      const client = await opened(actor(how), host.port);
      const over = gone(client);
      const sees = actor(`${how}, its command`);
      await Promise.all([sees.awaits('exec', runs(client, how, sees)), over]);
    }
    await close(host.server);
  },

  'ssh2 tells a server that never answers': async ({ actor }) => {
    const server = net.createServer(socket => socket.on('error', () => {}).resume());
    const port = await listen(server);
    const client = connected(actor('client'), port, { password: 'secret', readyTimeout: 30 });
    await gone(client);
    await close(server);
  },
};

async function collected(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
