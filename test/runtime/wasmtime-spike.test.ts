// The engine component in real Wasmtime, composed with a small JavaScript guest: bytes go there and back, and
// a socket can be closed at every point of its life.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { componentWit } from '@bytecodealliance/jco-transpile/wasm-tools';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as abi from '../../assembly/abi.ts';
import { compose } from '../../host/cli/compose/compose.ts';
import { needTool } from '../../scripts/fetch-tools.mjs';
import { buildGuest, buildProgram, ENGINE } from './spike/build.ts';
import { startPeers } from './spike/peers.ts';
import { ANSWER_BYTES } from './spike/ports.ts';

const TOTAL = 1 << 20;
/** What lets a program look names up. */
const NAMES = ['-S', 'allow-ip-name-lookup'];
const COMPOSER = 'host/cli/compose/compose.wasm';
const wasmtime = needTool('wasmtime');
const program = await buildProgram(await buildGuest());
const peers = await startPeers();

test.after(() => peers.close());

test('the composed program imports nothing but WASI, and each interface once', async () => {
  const imports = [...(await componentWit(readFileSync(program))).matchAll(/^ {2}import ([^;]+);/gm)];
  const names = imports.map(match => match[1]);
  assert.ok(names.includes('wasi:sockets/tcp@0.2.0'), names.join());
  for (const name of names) assert.match(name, /^wasi:[a-z]+\/[a-z-]+@0\.2\.\d+$/);
  const unversioned = names.map(name => name.split('@')[0]);
  assert.is(new Set(unversioned).size, names.length, 'different versions of an interface are one import');
});

test('the guest exchanges a megabyte over the stream that it took', async () => {
  const result = await run('take');
  assert.is(result.received, TOTAL);
  assert.is(result.live, 0);
  assert.is(result.blocks, 0);
});

test('the guest exchanges a megabyte by recv', async () => {
  const result = await run('recv');
  assert.is(result.received, TOTAL);
  assert.is(result.live, 0);
  assert.is(result.blocks, 0);
});

test('the guest goes on receiving until the peer ends, and closes without an end of its own', async () => {
  const result = await run('answered');
  assert.is(result.received, ANSWER_BYTES);
  assert.is(result.live, 0);
});

test('a socket closed at any step of its life leaves nothing behind and traps nothing', async () => {
  const result = await run('kill', ...NAMES);
  assert.ok(result.steps > 25, `${result.steps} steps`);
  assert.is(result.live, 0);
  assert.is(result.blocks, 0);
});

test('a program ends although it closed a socket whose peer never takes what was sent', async () => {
  await run('stalled');
});

test('a refused connection says which address failed and why', async () => {
  const { events, live } = await run('refused');
  assert.equal(events, [
    [abi.EVENT_ATTEMPT_FAILED, 0, abi.ERROR_CONNECTION_REFUSED],
    [abi.EVENT_ERROR, abi.ERROR_CONNECTION_REFUSED, abi.OP_CONNECT],
  ]);
  assert.is(live, 0);
});

test('addresses race, each with a socket of its own, and the others are dropped', async () => {
  const { events, live, blocks } = await run('race');
  assert.equal(events, [
    [abi.EVENT_ATTEMPT_FAILED, 1, abi.ERROR_CONNECTION_REFUSED],
    [abi.EVENT_CONNECTED, 3, 0],
  ]);
  assert.equal([live, blocks], [0, 0]);
});

test('an attempt that was set aside in a race wins when it is answered at last', async () => {
  const { events, live, blocks } = await run('late race');
  assert.equal(events, [
    [abi.EVENT_ATTEMPT_FAILED, 2, abi.ERROR_CONNECTION_REFUSED],
    [abi.EVENT_CONNECTED, 0, 0],
  ]);
  assert.equal([live, blocks], [0, 0]);
});

test('the idle timeout fires in wait, rests, and starts again with activity', async () => {
  const { first, rested, second, live } = await run('idle');
  assert.ok(first >= 59, `${first} ms`);
  assert.ok(rested);
  assert.ok(second >= 59, `${second} ms`);
  assert.is(live, 0);
});

test('the guest listens on a port of the system and echoes two connections', async () => {
  const child = start('listen');
  const closed = output(child);
  const [line] = await once(child.stdout, 'data');
  const { family, port, address } = JSON.parse(String(line));
  assert.equal([family, address], [4, 0x7f000001]);
  const lengths = [100_000, 3];
  for (const length of lengths) {
    const sent = Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7) & 255));
    assert.equal(await echoed(port, sent), sent);
  }
  const { echoed: counts, live, blocks } = await closed;
  assert.equal(counts, lengths);
  assert.equal([live, blocks], [0, 0]);
});

test('a server for every address takes IPv6 and IPv4 on one port, and shows IPv4 as Node does', async () => {
  const child = start('serve');
  const closed = output(child);
  const [line] = await once(child.stdout, 'data');
  const { family, port, address } = JSON.parse(String(line)).address;
  assert.equal([family, address], [6, '::']);
  for (const host of ['127.0.0.1', '::1']) await once(connect(port, host).resume(), 'close');
  const { addresses, told, live } = await closed;
  assert.equal(addresses, [
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1'],
    ['::1', '::1'],
  ]);
  assert.equal(told, [[abi.EVENT_BOUND], [abi.EVENT_LISTENING]]);
  assert.is(live, 0);
});

test('a server for every address is refused a port that one family has given away', async () => {
  const { told, live } = await run('serve again');
  assert.equal(told, [[abi.EVENT_ERROR, abi.ERROR_ADDRESS_IN_USE, abi.OP_BIND]]);
  assert.is(live, 0);
});

test('names are looked up side by side, literals and what is no name included', async () => {
  const { answers, live, blocks } = await run('names', ...NAMES);
  const [localhost, ipv4, ipv6, none] = answers;
  const loopback = [4, 0, 0x7f000001, 0, 0, 0, 0, 0];
  const loopback6 = [6, 0, 0, 0, 0, 1, 0, 0];
  assert.ok(localhost.addresses.join().includes(loopback.join()), `${localhost.addresses}`);
  assert.equal([ipv4, ipv6], [{ addresses: loopback }, { addresses: loopback6 }]);
  assert.equal(none, { error: abi.ERROR_INVALID_ARGUMENT, operation: abi.OP_LOOKUP });
  assert.equal([live, blocks], [0, 0]);
});

test('where Wasmtime looks up no names, it says so to each', async () => {
  const { answers, live, blocks } = await run('names');
  const refusal = { error: abi.ERROR_PERMANENT_RESOLVER_FAILURE, operation: abi.OP_LOOKUP };
  assert.equal(answers, [refusal, refusal, refusal, refusal]);
  assert.equal([live, blocks], [0, 0]);
});

test('the mirror package says nothing that wasi:io does not say', () => {
  const real = statements(
    readFileSync('node_modules/@bytecodealliance/jco/lib/wit/builtin/0.2.12/wasi-io/package.wit'),
  );
  const mirror = statements(readFileSync('host/cli/compose/mirror.wit'));
  assert.ok(mirror.length > 5);
  for (const statement of mirror) assert.ok(real.includes(statement), statement);
});

test('what is no component is refused with words', async () => {
  const engine = readFileSync(ENGINE);
  const failure = (guest: Uint8Array) =>
    compose(guest, engine, COMPOSER).then(
      () => 'none',
      (error: Error) => error.message,
    );
  assert.match(await failure(new Uint8Array(8)), /^cannot compose: the guest cannot be read/);
  assert.match(await failure(engine), /^cannot compose: the guest imports nothing of wasi-net:/);
});

/** What a WIT text declares, each statement behind the names of the blocks around it. */
function statements(wit: Buffer): string[] {
  const found: string[] = [];
  const blocks: string[] = [];
  const text = String(wit)
    .replace(/\/\/.*$/gm, '')
    .replace(/^package.*$/m, '')
    .replace(/,(\s*[)}])/g, '$1');
  for (const [, words, mark] of text.matchAll(/([^{};]*)([{};])/g)) {
    const statement = words.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')').trim();
    if (statement !== '') found.push([...blocks, statement].join(' / '));
    if (mark === '{') blocks.push(statement);
    if (mark === '}') blocks.pop();
  }
  return found;
}

interface Result {
  readonly received: number;
  readonly steps: number;
  readonly live: number;
  readonly blocks: number;
  readonly events: number[][];
  readonly echoed: number[];
  readonly addresses: unknown[];
  readonly told: number[][];
  readonly answers: { addresses: number[] }[];
  readonly first: number;
  readonly rested: boolean;
  readonly second: number;
}

function start(mode: string, ...flags: string[]) {
  const { close: _, ...ports } = peers;
  const args = ['run', '-S', 'inherit-network', ...flags, program, mode, JSON.stringify(ports)];
  return spawn(wasmtime, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
}

function run(mode: string, ...flags: string[]): Promise<Result> {
  return output(start(mode, ...flags));
}

/** The last line that the guest prints; its failure when it did not end well. */
async function output(child: ReturnType<typeof start>): Promise<Result> {
  let [out, err] = ['', ''];
  child.stdout.on('data', data => (out += data));
  child.stderr.on('data', data => (err += data));
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`wasmtime ended with ${signal ?? code}:\n${out}${err.slice(0, 2000)}`);
  const result = JSON.parse(out.trim().split('\n').at(-1) ?? '');
  if (result.error !== undefined) throw new Error(`${result.error}\n${result.stack}`);
  return result;
}

async function echoed(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1' });
  const parts: Buffer[] = [];
  socket.on('data', part => parts.push(part));
  socket.end(bytes);
  await once(socket, 'close');
  return Buffer.concat(parts);
}

test.run();
