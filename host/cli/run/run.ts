// Runs a compiled component in Wasmtime as if it were this very process: its arguments, environment, exit code, signals.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
const ALLOWED = 'inherit-network,allow-ip-name-lookup,inherit-env';
/** What a shell adds to the number of the signal that ended a program. */
const BY_SIGNAL = 128;

/** The exit code that the program ended with. */
export function runComponent(
  wasmtime: string,
  component: string,
  args: readonly string[],
  name: string,
): Promise<number> {
  const options = ['--allow-precompiled', '--argv0', name, '-S', ALLOWED];
  const child = spawn(wasmtime, ['run', ...options, component, ...args], {
    stdio: 'inherit',
  });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) =>
      done(code ?? BY_SIGNAL + constants.signals[signal as NodeJS.Signals]),
    );
  });
}
