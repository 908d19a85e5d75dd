// How connections fail and end in real Wasmtime: each program tells of what it sees there, and on Node 26, with the
// same peers; both must say the same, errors with their class, code, errno, syscall, address, port and message.
import net from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Acts } from './behaviour/act.ts';
import { ending } from './behaviour/ending.ts';
import { failing } from './behaviour/failing.ts';
import { holding } from './behaviour/holding.ts';
import { portOf, startPeers } from './behaviour/peers.ts';
import { serving } from './behaviour/serving.ts';
import { inWasmtime, onNodeToo, type Started } from './behaviour/start.ts';

/** What Node has and WASI has not, and what takes two minutes. */
const ELSEWHERE = ['paths', 'nobody answers until the system gives up'];

const onNode = await onNodeToo();
const peers = await startPeers();
test.after(() => peers.close());

for (const act of Object.keys({ ...failing, ...ending, ...holding, ...serving } satisfies Acts)) {
  if (ELSEWHERE.includes(act)) continue;
  test(`${act}: as on Node`, async () => {
    const [theirs, ours] = await Promise.all(
      [onNode, inWasmtime].map(async start => story(start(act, { ...peers.ports, own: await freePort() }))),
    );
    assert.is(theirs.code, 0, theirs.err);
    assert.ok(Object.keys(theirs.told).length > 0);
    assert.equal(ours, theirs);
  });
}

test.run();

/** Longer than a connection takes to be accepted, in milliseconds. */
const SOON_MS = 100;

interface Story {
  code: unknown;
  err: string;
  /** What was told, by who did: which of two comes first is the kernel's to say. */
  told: Record<string, string[]>;
}

async function story({ told, ended }: Started): Promise<Story> {
  const first = await told().catch(() => undefined);
  if (isAddress(first)) resetting(first);
  const { code, out, err } = await ended;
  const byActor: Story['told'] = {};
  for (const line of out.trim().split('\n')) {
    const [actor] = line.startsWith('["') ? JSON.parse(line) : ['program'];
    byActor[actor] ??= [];
    byActor[actor].push(withoutPorts(line));
  }
  return { code, err, told: byActor };
}

/** A port that nobody has. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await portOf(server);
  server.close();
  return port;
}

function isAddress(told: unknown): told is net.AddressInfo {
  return told instanceof Object && 'family' in told && 'port' in told;
}

/** Connects, and resets when it has been accepted. */
function resetting({ port, address }: net.AddressInfo): void {
  const socket = net.connect(port, address, () => setTimeout(() => socket.resetAndDestroy(), SOON_MS));
  socket.on('error', () => {});
}

function withoutPorts(line: string): string {
  let text = line;
  for (const [name, port] of Object.entries(peers.ports)) text = text.replaceAll(String(port), `<${name}>`);
  return text.replace(/\b\d{4,5}\b/g, '<port>');
}
