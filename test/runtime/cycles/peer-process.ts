// Starts the peer, and gives it orders.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import type { Order, Ports } from './orders.ts';

export class PeerProcess {
  readonly ports: Ports;
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess, answers: AsyncIterator<string>, ports: Ports) {
    this.#child = child;
    this.#answers = answers;
    this.#ended = once(child, 'close');
    this.ports = ports;
  }

  static async start(): Promise<PeerProcess> {
    // The synchronous build leaves no process of esbuild's behind, which would be one more active resource.
    const { outputFiles } = buildSync({
      entryPoints: ['test/runtime/cycles/peer.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      write: false,
    });
    const program = ['--input-type=module', '--eval', outputFiles[0].text];
    const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new PeerProcess(child, answers, JSON.parse(await next(answers)));
  }

  /** Resolves when the connections have been made and are over. */
  async dial(order: Order): Promise<void> {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    await next(this.#answers);
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('the peer is gone');
  return value;
}
