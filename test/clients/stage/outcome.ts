// A program in a process of its own: how it ended, and all that it has said.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** Runs Node with these arguments; after `guard` milliseconds it is stopped. */
export async function outcomeOf(args: string[], env: NodeJS.ProcessEnv, guard: number): Promise<Outcome> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const timer = setTimeout(() => child.kill('SIGABRT'), guard);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', text => (out += text));
  child.stderr.setEncoding('utf8').on('data', text => (err += text));
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { code, out, err };
}
