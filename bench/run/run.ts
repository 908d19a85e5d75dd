// One run: a fresh client process on one implementation, and a fresh peer process for it.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClientLine, ClientOrder } from '../client/arena.ts';
import type { ModuleImplementation } from '../implementations.ts';
import type { Workload } from '../row.ts';
import type { Conditions, Outcome } from '../suite.ts';
import { readLines } from './lines.ts';
import { type PeerProcess, startPeer } from './peer-process.ts';

const PROGRAM = fileURLToPath(new URL('client.mjs', import.meta.url));
const LIMIT_MS = 120_000;

/** Runs `workload` once. Rejects when the client fails, has no result or takes more than two minutes. */
export async function runOnce(
  workload: Workload,
  implementation: ModuleImplementation,
  conditions: Conditions,
): Promise<Outcome> {
  const size = conditions.quick ? 'quick' : 'full';
  const amount = Math.ceil(workload.amount[size] * (implementation.share ?? 1));
  const sockets = conditions.sockets ?? workload.sockets?.[size] ?? 1;
  const module = await implementation.module();
  const peer = await startPeer(workload.peer, amount, workload.accepts === true);
  const order: ClientOrder = {
    module,
    row: workload.rows[0].name,
    port: peer.port,
    amount,
    sockets,
  };
  try {
    const values = await runClient(order, peer, conditions.profile);
    return { values, peerShare: await peer.end() };
  } catch (error) {
    peer.kill();
    throw error;
  }
}

async function runClient(
  order: ClientOrder,
  peer: PeerProcess,
  profile: string | undefined,
): Promise<Record<string, number>> {
  const flags = [
    '--expose-gc',
    ...(profile ? ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${profile}`] : []),
  ];
  const client = spawn(process.execPath, [...flags, PROGRAM, JSON.stringify(order)]);
  client.stdin.on('error', () => {}); // the client may be gone by the time of an answer
  let values: Record<string, number> | undefined;
  let complaint = '';
  client.stderr.on('data', text => {
    complaint += text;
  });
  const timer = setTimeout(() => client.kill('SIGKILL'), LIMIT_MS);
  await readLines(client, (line: ClientLine) => {
    if ('listening' in line) peer.connectTo(line.listening);
    else if ('connections' in line) peer.open(line.connections).then(() => client.stdin.write('.'));
    else values = line.values;
  });
  clearTimeout(timer);
  if (values) return values;
  throw new Error(complaint.match(/^\w*Error.*/m)?.[0] ?? (complaint.trim() || 'ended without a result'));
}
