// A program in a process of its own, in Wasmtime or on Node: the lines that it prints, as they come, and how it ended.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { needTool } from '../../scripts/fetch-tools.mjs';

/** Longer than any program takes on a busy machine, in milliseconds. */
const LIMIT_MS = 200_000;

export interface Ended {
  /** The exit code, or the signal that ended it. */
  code: number | string | null;
  out: string;
  err: string;
}

export interface Running {
  child: ChildProcess;
  /** The next line that it prints; rejects with what it has said when it has ended. */
  line(): Promise<string>;
  ended: Promise<Ended>;
}

/** What `wasmtime run` is told for a program with sockets. */
export const NETWORK = ['-S', 'inherit-network'];

export function startGuest(component: string, args: readonly string[] = [], flags = NETWORK): Running {
  return startProcess(needTool('wasmtime'), ['run', ...flags, component, ...args]);
}

/** The Node whose behaviour a guest has. */
export function startNode(
  program: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Running {
  return startProcess(needTool('node-26'), ['--enable-source-maps', program, ...args], env);
}

export function startProcess(binary: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(binary, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    timeout: LIMIT_MS,
  });
  let [out, err] = ['', ''];
  const lines: string[] = [];
  let wake = () => {};
  let over = false;
  createInterface({ input: child.stdout }).on('line', line => {
    out += `${line}\n`;
    lines.push(line);
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', text => (err += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      over = true;
      wake();
      resolve({ code: signal ?? code, out, err });
    });
  });
  const line = async (): Promise<string> => {
    for (;;) {
      const next = lines.shift();
      if (next !== undefined) return next;
      if (over) throw new Error(`no line is left:\n${out}${err}`);
      await new Promise<void>(resolve => (wake = resolve));
    }
  };
  return { child, line, ended };
}
