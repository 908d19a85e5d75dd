// Starts the database (server.ts) as a child process and ends it by its own handle: at `stop`, when this
// process exits, and on Ctrl-C. Should this process be killed outright, the child's standard input ends, and
// with it the child.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const GRACE_MS = 2_000;
const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** What the server prints, as one line of JSON, once it accepts connections. */
export interface Listening {
  host: string;
  port: number;
  /** Postgres's own version, such as `17.5`. */
  version: string;
}

export interface Database extends Listening {
  /** Ends the child and resolves when it has exited. */
  stop(): Promise<void>;
}

/**
 * Starts `script` in a child process and resolves when it listens, which takes about four seconds.
 * Rejects with an `Error` when the child ends before that.
 */
export async function startDatabase(script: URL): Promise<Database> {
  const child = spawn(process.execPath, ['--enable-source-maps', fileURLToPath(script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.once(signal, () => process.exit(128 + number)); // as a shell tells an end by signal
  }
  return { ...(await firstLine(child)), stop: () => stop(child) };
}

async function firstLine(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<Listening> {
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`the database ended before it listened (${signal ?? `exit code ${code}`})`));
    });
    lines.once('line', line => resolve(JSON.parse(line)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  child.stdin?.end();
  await gone;
  clearTimeout(late);
}
