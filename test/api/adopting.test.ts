// Descriptors that a program was handed: a socket or a server over one does what it does on node:net, over TCP and
// over a Unix path. The program runs in a process of its own, with the descriptor as its number 3.
import { once } from 'node:events';
import { existsSync, linkSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import nodeNet, { type NetConnectOpts, type Server, type ServerOpts, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementationName } from '../support/implementation.ts';
import { within } from '../support/within.ts';
import { connections, listeners } from './programs/adopting.ts';
import { bundled, start } from './programs/run.ts';

const main = await bundled('main');

for (const transport of ['TCP', 'Unix'] as const) {
  for (const [name, { far }] of Object.entries(connections)) {
    test(`a program that is handed a connection over ${transport} does as on node:net when it ${name}`, async () => {
      const [theirs, ours] = await both(on => within(on, () => connected(transport, far, on, name)));
      assert.equal(ours, theirs);
    });
  }
  for (const [name, { far, only = transport }] of Object.entries(listeners)) {
    if (only !== transport) continue;
    test(`a program that is handed what listens over ${transport} does as on node:net when it ${name}`, async () => {
      // One after the other: a descriptor is found by its being new.
      const theirs = await within('node:net', () => listening(transport, far, 'node:net', name));
      const ours = await within('ours', () => listening(transport, far, implementationName(), name));
      assert.equal(ours, theirs);
    });
  }
}

test.run();

function both(run: (on: string) => Promise<string>): Promise<[string, string]> {
  return Promise.all([run('node:net'), run(implementationName())]);
}

/** What the program prints that is handed one end of a connection, and what the other end has seen. */
async function connected(
  transport: string,
  far: (far: Socket) => void,
  on: string,
  name: string,
): Promise<string> {
  const place = new Place(transport);
  const server = await place.listen({ allowHalfOpen: true, pauseOnConnect: true });
  const [[peer], near] = await Promise.all([once(server, 'connection'), place.connect()]);
  const program = start(main, on, [`descriptor: ${name}`, 0], { handed: near });
  near.destroy(); // the program's copy is another
  const seen = watch(peer as Socket);
  far(peer as Socket);
  const { how, out, err } = await program.ended;
  await seen.over;
  place.close();
  place.remove();
  assert.is(how, 0, `${on}\n${out}\n${err}`);
  return place.plain(`${out}far end: ${seen.events.join(', ')}`, near);
}

/** The same for a program that is handed what listens, and is connected to. */
async function listening(
  transport: string,
  far: (far: Socket) => void,
  on: string,
  name: string,
): Promise<string> {
  const place = new Place(transport);
  const before = descriptors();
  await place.listen({});
  const handed = descriptors().find(descriptor => !before.includes(descriptor));
  const program = start(main, on, [`descriptor: ${name}`, 0], { handed });
  place.close(); // the program's copy is another
  await program.firstLine;
  const peer = await place.connect();
  const seen = watch(peer);
  far(peer);
  const { how, out, err } = await program.ended;
  await seen.over;
  place.remove();
  assert.is(how, 0, `${on}\n${out}\n${err}`);
  return place.plain(`${out}far end: ${seen.events.join(', ')}`, peer);
}

/** What the far end sees, and when it is over. */
function watch(socket: Socket): { events: string[]; over: Promise<unknown> } {
  const events: string[] = [];
  let text = '';
  socket.on('data', data => {
    text += data;
  });
  socket.on('error', error => events.push((error as NodeJS.ErrnoException).code ?? 'error'));
  socket.on('end', () => {
    events.push(`end after ${text}`);
    // Unless the story has its own answer.
    setImmediate(() => !socket.writableEnded && socket.end());
  });
  return { events, over: new Promise(resolve => void socket.once('close', resolve)) };
}

/** Sockets that this process has open: by Linux's list, without what was open to read the list. */
function descriptors(): number[] {
  const names = readdirSync('/proc/self/fd').filter(name => existsSync(`/proc/self/fdinfo/${name}`));
  return names.filter(name => readlinkSync(`/proc/self/fd/${name}`).startsWith('socket:')).map(Number);
}

/** A port or a path, which differ from run to run. */
class Place {
  readonly #transport: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
  #server: Server | undefined;
  #to: NetConnectOpts = { path: join(this.#folder, 'other') };

  constructor(transport: string) {
    this.#transport = transport;
  }

  async listen(options: ServerOpts): Promise<Server> {
    const server = nodeNet.createServer(options);
    this.#server = server;
    const path = join(this.#folder, 'socket');
    server.listen(this.#transport === 'TCP' ? { port: 0, host: '127.0.0.1' } : { path });
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object') this.#to = { port: address?.port ?? 0, host: '127.0.0.1' };
    // The file goes with the server; under another name it stays for who has the descriptor.
    else linkSync(path, join(this.#folder, 'other'));
    return server;
  }

  async connect(): Promise<Socket> {
    const socket = nodeNet.connect(this.#to);
    await once(socket, 'connect');
    return socket;
  }

  /** Without the numbers and names of this run. */
  plain(text: string, socket: Socket): string {
    return text
      .replaceAll(this.#folder, '<folder>')
      .replaceAll(String(socket.localPort ?? '<none>'), '<near>')
      .replace(/<port[^>]*>/g, '<port>');
  }

  close(): void {
    this.#server?.close();
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
