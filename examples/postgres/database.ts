// Starts the database (server.ts) as a child process and ends it by its own handle: at `stop`, when this
// process exits, and on Ctrl-C. Should this process be killed outright, the child's standard input ends, and
// with it the child. Inside Wasmtime no process can be started: there the database is one that listens already.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

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

/** A database that somebody else has started, and ends. */
export async function listeningDatabase(at: Omit<Listening, 'version'>): Promise<Database> {
  const client = new Client({ ...at, user: 'postgres', database: 'postgres' });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  return { ...at, version: rows[0].server_version, stop: async () => {} };
}

async function firstLine(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<Listening> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`the database ended before it listened (${signal ?? `exit code ${code}`})`));
    });
    let text = '';
    child.stdout.on('data', part => {
      text += part;
      const [line, rest] = text.split('\n');
      if (rest !== undefined) resolve(JSON.parse(line));
    });
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
