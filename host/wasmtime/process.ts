// `process`, as far as a guest has one. What would tell of a machine or of other processes is absent: chdir, umask, user
// and group ids, memoryUsage, resourceUsage. Signals never come; listeners for them are taken.
// Its functions do not need `this`: programs hand them around.

import { EventEmitter } from 'node:events';
import { getArguments, initialCwd } from 'wasi:cli/environment@0.2.12';
import { coded, validateFunction, validateInteger } from './builtins/errors.ts';
import { sinceStart } from './clock.ts';
import { queueTick, type TickCallback } from './loop/ticks.ts';
import { captureCallbacks } from './process/capture.ts';
import { environment } from './process/environment.ts';
import { leave } from './process/exit.ts';
import { hrtime } from './process/hrtime.ts';
import { createEmitWarning } from './process/warnings.ts';

/** The Node whose behaviour guests have. */
const NODE = '26.10.0';
/** The exit code of who aborts: 128 and the number of SIGABRT. */
const ABORTED = 134;

class GuestProcess extends EventEmitter {
  title = 'wasi-net';
  readonly argv0 = 'wasi-net';
  execPath = '/wasi-net';
  execArgv: string[] = [];
  readonly platform = 'linux';
  readonly arch = 'wasm32';
  readonly pid = 1;
  readonly ppid = 0;
  readonly version = `v${NODE}`;
  readonly versions = Object.freeze({ node: NODE });
  readonly release = Object.freeze({ name: 'node' });
  readonly config = Object.freeze({ target_defaults: {}, variables: {} });
  readonly features = Object.freeze({ inspector: false, debug: false, uv: false, ipv6: true, tls: false });
  readonly env = environment;
  readonly hrtime = hrtime;
  noDeprecation?: boolean;
  throwDeprecation?: boolean;
  traceDeprecation?: boolean;
  /** 'exit' has been told, or is being told. */
  _exiting = false;
  #argv: string[] | undefined;
  #exitCode: number | string | undefined;

  get argv(): string[] {
    this.#argv ??= [this.execPath, ...getArguments()];
    return this.#argv;
  }

  set argv(argv: string[]) {
    this.#argv = argv;
  }

  get exitCode(): number | string | undefined {
    return this.#exitCode;
  }

  set exitCode(code: unknown) {
    if (code === null || code === undefined) {
      this.#exitCode = undefined;
      return;
    }
    const text = typeof code === 'string' && code !== '' && Number.isInteger(Number(code));
    validateInteger(text ? Number(code) : code, 'code');
    this.#exitCode = code as number | string;
  }

  readonly nextTick = (callback: TickCallback, ...args: unknown[]): void => {
    if (typeof callback !== 'function') validateFunction(callback, 'callback');
    if (!this._exiting) queueTick(callback, args);
  };

  readonly emitWarning = createEmitWarning(this);

  readonly exit = (...codes: unknown[]): void => {
    if (codes.length > 0) this.exitCode = codes[0];
    this.tellExit(this.exitCode ?? 0);
    this.reallyExit(this.exitCode);
  };

  readonly reallyExit = (code: unknown = 0): void => leave(Number(code));

  readonly abort = (): void => leave(ABORTED);

  readonly kill = (): never => {
    const what =
      'The feature kill is unavailable on the current platform, which is being used to run Node.js';
    throw coded(TypeError, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', what);
  };

  readonly cwd = (): string => initialCwd() ?? '/';

  readonly uptime = (): number => sinceStart() / 1000;

  readonly setUncaughtExceptionCaptureCallback = captureCallbacks.set;
  readonly addUncaughtExceptionCaptureCallback = captureCallbacks.add;
  readonly hasUncaughtExceptionCaptureCallback = captureCallbacks.has;

  /** Tells of the end, once. */
  tellExit(code: number | string): void {
    if (this._exiting) return;
    this._exiting = true;
    this.emit('exit', Number(code));
  }
}

Object.defineProperty(GuestProcess, 'name', { value: 'process' });
Object.defineProperty(GuestProcess.prototype, Symbol.toStringTag, { value: 'process', configurable: true });

export const process = new GuestProcess();
