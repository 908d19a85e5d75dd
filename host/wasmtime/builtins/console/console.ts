// The console, on the process's stdout and stderr or on streams that it is given. node: lib/internal/console

import inspected from 'node-inspect-extracted';
import { called } from '../../../net/callable.ts';
import { coded, validateInteger } from '../errors.ts';
import { table } from './table.ts';

interface Output {
  write(text: string): boolean;
  on?(name: string, listener: () => void): void;
  isTTY?: boolean;
}

interface Options {
  stdout?: Output;
  stderr?: Output;
  ignoreErrors?: boolean;
  colorMode?: boolean | 'auto';
  inspectOptions?: object;
  groupIndentation?: number;
}

const { formatWithOptions, inspect } = inspected;

export class Console {
  readonly #outputs: () => { stdout: Output; stderr: Output };
  readonly #options: Options;
  readonly #counts = new Map<string, number>();
  readonly #timers = new Map<string, number>();
  #indent = '';

  constructor(...args: [Output | Options | undefined, Output?, boolean?]) {
    const options = optionsOf(args);
    const { stdout, stderr } = options;
    if (options.groupIndentation !== undefined) {
      validateInteger(options.groupIndentation, 'groupIndentation', 0, 1000);
    }
    this.#options = options;
    this.#outputs = () => ({
      stdout: stdout ?? globalThis.process.stdout,
      stderr: stderr ?? stdout ?? globalThis.process.stderr,
    });
    // Its methods are handed about without it.
    for (const name of METHODS) {
      const method = this[name as 'log'];
      Object.defineProperty(this, name, {
        value: method.bind(this),
        writable: true,
        configurable: true,
        enumerable: true,
      });
    }
  }

  log(...values: unknown[]): void {
    this.#write('stdout', values);
  }

  info(...values: unknown[]): void {
    this.#write('stdout', values);
  }

  debug(...values: unknown[]): void {
    this.#write('stdout', values);
  }

  error(...values: unknown[]): void {
    this.#write('stderr', values);
  }

  warn(...values: unknown[]): void {
    this.#write('stderr', values);
  }

  dir(value: unknown, options?: object): void {
    this.#print('stdout', inspect(value, { customInspect: false, ...this.#shows('stdout'), ...options }));
  }

  dirxml(...values: unknown[]): void {
    this.#write('stdout', values);
  }

  trace(...values: unknown[]): void {
    const error = new Error(formatWithOptions({}, ...values));
    error.name = 'Trace';
    const stack = `${error.stack ?? ''}`.replace(/^Error/, 'Trace');
    this.#print('stderr', stack.startsWith('Trace') ? stack : `Trace: ${error.message}\n${stack}`);
  }

  assert(condition: unknown, ...values: unknown[]): void {
    if (condition) return;
    const [first, ...rest] = values;
    if (typeof first === 'string') this.warn(`Assertion failed: ${first}`, ...rest);
    else this.warn('Assertion failed', ...values);
  }

  clear(): void {}

  count(label: unknown = 'default'): void {
    const name = `${label}`;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    this.log(`${name}: ${count}`);
  }

  countReset(label: unknown = 'default'): void {
    const name = `${label}`;
    if (!this.#counts.delete(name)) warn(`Count for '${name}' does not exist`);
  }

  group(...values: unknown[]): void {
    if (values.length > 0) this.log(...values);
    this.#indent += ' '.repeat(this.#options.groupIndentation ?? 2);
  }

  groupCollapsed(...values: unknown[]): void {
    this.group(...values);
  }

  groupEnd(): void {
    this.#indent = this.#indent.slice(0, -(this.#options.groupIndentation ?? 2));
  }

  table(data: unknown, columns?: string[]): void {
    if (data === null || typeof data !== 'object') return this.log(data);
    this.#print('stdout', table(data, columns, this.#shows('stdout')));
  }

  time(label: unknown = 'default'): void {
    const name = `${label}`;
    if (this.#timers.has(name)) return warn(`Label '${name}' already exists for console.time()`);
    this.#timers.set(name, performance.now());
  }

  timeLog(label: unknown = 'default', ...values: unknown[]): void {
    const name = `${label}`;
    const started = this.#timers.get(name);
    if (started === undefined) return warn(`No such label '${name}' for console.timeLog()`);
    this.log('%s: %s', name, duration(performance.now() - started), ...values);
  }

  timeEnd(label: unknown = 'default'): void {
    const name = `${label}`;
    const started = this.#timers.get(name);
    if (started === undefined) return warn(`No such label '${name}' for console.timeEnd()`);
    this.#timers.delete(name);
    this.log('%s: %s', name, duration(performance.now() - started));
  }

  #write(name: 'stdout' | 'stderr', values: unknown[]): void {
    const simple = values.length === 1 && typeof values[0] === 'string';
    this.#print(name, simple ? (values[0] as string) : formatWithOptions(this.#shows(name), ...values));
  }

  /** How values are shown on that output. */
  #shows(name: 'stdout' | 'stderr'): object {
    const { colorMode, inspectOptions } = this.#options;
    const output = this.#outputs()[name];
    const colors = colorMode === true || (colorMode === 'auto' && output.isTTY === true);
    return { ...(colors ? { colors } : {}), ...inspectOptions };
  }

  #print(name: 'stdout' | 'stderr', text: string): void {
    const indented = this.#indent ? `${this.#indent}${text.replaceAll('\n', `\n${this.#indent}`)}` : text;
    try {
      this.#outputs()[name].write(`${indented}\n`);
    } catch (error) {
      if (this.#options.ignoreErrors === false) throw error;
    }
  }
}

called(Console, 'Console', 1);

const METHODS = Object.getOwnPropertyNames(Console.prototype).filter(name => name !== 'constructor');

function optionsOf([first, stderr, ignoreErrors]: [
  Output | Options | undefined,
  Output?,
  boolean?,
]): Options {
  const isOutput = typeof (first as Output | undefined)?.write === 'function';
  const options: Options = isOutput
    ? { stdout: first as Output, stderr, ignoreErrors }
    : ((first ?? {}) as Options);
  for (const name of ['stdout', 'stderr'] as const) {
    const output = options[name];
    if (output === undefined && (name === 'stderr' || first === OF_PROCESS)) continue;
    if (typeof output?.write !== 'function') {
      const message = `Console expects a writable stream instance for ${name}`;
      throw coded(TypeError, 'ERR_CONSOLE_WRITABLE_STREAM', message);
    }
  }
  return options;
}

function warn(message: string): void {
  globalThis.process.emitWarning(message);
}

function duration(milliseconds: number): string {
  if (milliseconds >= 3_600_000) return `${clock(milliseconds, 3_600_000)} (h:mm:ss.mmm)`;
  if (milliseconds >= 60_000) return `${clock(milliseconds, 60_000)} (m:ss.mmm)`;
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(3)}s`;
  return `${Number(milliseconds.toFixed(3))}ms`;
}

function clock(milliseconds: number, from: number): string {
  const seconds = (Math.floor(milliseconds) % 60_000) / 1000;
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const rest = seconds.toFixed(3).padStart(6, '0');
  if (from === 60_000) return `${minutes}:${rest}`;
  return `${Math.floor(milliseconds / 3_600_000)}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** Of the console of the process: its streams are looked for when they are written to. */
const OF_PROCESS: Options = { colorMode: 'auto' };

export const console = new Console(OF_PROCESS);
