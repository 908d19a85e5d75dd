// `process`, as far as a guest has one.

import { EventEmitter } from 'node:events';
import { getArguments, getEnvironment, initialCwd } from 'wasi:cli/environment@0.2.12';
import { exitWithCode } from 'wasi:cli/exit@0.2.12';
import { getStderr } from 'wasi:cli/stderr@0.2.12';
import { now } from 'wasi:clocks/monotonic-clock@0.2.12';
import { nextTick } from './loop/ticks.ts';

/** Thrown to leave the program at once; nothing catches it but its start. */
class GuestProcess extends EventEmitter {
  readonly platform = 'linux';
  readonly arch = 'wasm32';
  readonly pid = 1;
  readonly title = 'wasi-net';
  readonly version = 'v26.0.0';
  readonly versions = { node: '26.0.0' };
  readonly release = { name: 'node' };
  readonly execPath = '/wasi-net';
  readonly execArgv: string[] = [];
  readonly nextTick = nextTick;
  exitCode: number | undefined = undefined;
  #argv: string[] | undefined;
  #env: Record<string, string> | undefined;
  #exiting = false;

  get argv(): string[] {
    this.#argv ??= [this.execPath, ...getArguments()];
    return this.#argv;
  }

  get env(): Record<string, string> {
    this.#env ??= Object.fromEntries(getEnvironment());
    return this.#env;
  }

  cwd(): string {
    return initialCwd() ?? '/';
  }

  uptime(): number {
    return now() / 1e9;
  }

  hrtime(since?: [number, number]): [number, number] {
    const time = now();
    const [seconds, nanoseconds] = [Math.floor(time / 1e9), time % 1e9];
    if (!since) return [seconds, nanoseconds];
    const borrow = nanoseconds < since[1] ? 1 : 0;
    return [seconds - since[0] - borrow, nanoseconds - since[1] + borrow * 1e9];
  }

  emitWarning(warning: unknown): void {
    console.error(String(warning));
  }

  exit(code: number | undefined = this.exitCode): void {
    this.exitCode = code;
    if (!this.#exiting) {
      this.#exiting = true;
      this.emit('exit', this.exitCode ?? 0);
    }
    exitWithCode(Number(this.exitCode ?? 0) & 255);
  }

  die(error: unknown, code: number): void {
    const { stack, message } = (error ?? {}) as Error;
    const text = `Uncaught ${message ?? error}\n${stack ?? ''}\n`;
    const bytes = Uint8Array.from(text, character => character.charCodeAt(0));
    getStderr().blockingWriteAndFlush(bytes.slice(0, 4096));
    this.exit(code);
  }
}

export const process = new GuestProcess();
