// Servers from outside npm, each in a process of its own with a folder of its own, and stopped by its id.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How often a server is started when another program takes its port first. */
const TRIES = 5;

export interface Running {
  port: number;
  folder: string;
  stop(): Promise<void>;
}

/** Starts what `start` gives on a free port, which it is told, and waits until `isReady` knows its output. */
export async function listening(
  start: (port: number, folder: string) => ChildProcess | Promise<ChildProcess>,
  isReady: (output: string) => boolean,
): Promise<Running> {
  for (let left = TRIES; ; left--) {
    const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
    chmodSync(folder, 0o755);
    const port = await freePort();
    const child = await start(port, folder);
    const stop = async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    };
    const failed = await outputUntil(child, isReady);
    if (failed === undefined) return { port, folder, stop };
    await stop();
    if (left === 1) throw new Error(`${child.spawnfile} does not start: ${failed}`);
  }
}

/** Runs a program to its end. Rejects with what it has said when it fails. */
export async function finished(child: ChildProcess): Promise<void> {
  const output = await outputUntil(child, () => false);
  if (child.exitCode !== 0) throw new Error(`${child.spawnfile} failed: ${output}`);
}

/** Undefined as soon as the output is as wanted; all of it when the process ends before. */
function outputUntil(
  child: ChildProcess,
  isEnough: (output: string) => boolean,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let output = '';
    const take = (text: string) => {
      output += text;
      if (isEnough(output)) resolve(undefined);
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', take);
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

/** A port that nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a program, and as somebody else where root may not. */
export function launch(command: string[], as?: { uid: number; gid: number }): ChildProcess {
  const [program, ...args] = command;
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...as });
}
