// The process itself.

import { log, type Programs } from './programs.ts';

function refused(call: () => unknown): void {
  try {
    log('taken', call());
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    log(name, code, message);
  }
}

export const processes: Programs = {
  'env holds text'() {
    const { env } = process;
    const values = env as Record<string, unknown>;
    values.NUMBER = 1;
    values.NOTHING = undefined;
    values.NULL = null;
    log(env.NUMBER, env.NOTHING, env.NULL, env.MISSING);
    log('NUMBER' in env, 'MISSING' in env, Symbol.iterator in env, Object.hasOwn(env, 'NULL'));
    log(delete env.NUMBER, delete env.MISSING, env.NUMBER);
    log(Object.keys(env).includes('NULL'), { ...env }.NOTHING, JSON.parse(JSON.stringify(env)).NULL);
    log(env.toString === Object.prototype.toString);
    refused(() => Object.assign(env, { S: Symbol('s') }));
    refused(() => Object.defineProperty(env, 'A', { value: 'b' }));
    refused(() => Object.defineProperty(env, 'A', { get: () => 'b' }));
  },

  'the clock of hrtime'() {
    const start = process.hrtime();
    const big = process.hrtime.bigint();
    const since = process.hrtime(start);
    log(start.length, since[0], since[1] > 0, process.hrtime.bigint() > big, typeof big);
    log(process.uptime() > 0, process.uptime() < 60);
    refused(() => process.hrtime(5 as never));
    refused(() => process.hrtime([1] as never));
  },

  'warnings are told in a tick, and shown'() {
    process.on('warning', warning => {
      const { name, message, code, detail } = warning as Error & { code?: string; detail?: string };
      log(name, message, code, detail);
    });
    process.emitWarning('plain');
    process.emitWarning('typed', 'Own', 'CODE1');
    process.emitWarning('with options', { type: 'Own', code: 'CODE2', detail: 'more about it' });
    process.emitWarning(Object.assign(new Error('an error'), { name: 'Mine' }));
    process.emitWarning('old', 'DeprecationWarning', 'DEP0');
    refused(() => process.emitWarning(5 as never));
    refused(() => process.emitWarning('x', 5 as never));
    refused(() => process.emitWarning('x', 'T', 5 as never));
    log('emitted');
  },

  'what it is, and what it takes'() {
    log(String(process), Object.prototype.toString.call(process), process.constructor.name);
    log(process.argv.length, process.argv.slice(2).length, process.release.name, process.platform);
    log(typeof process.pid, typeof process.cwd(), process.version.split('.').length);
    const { exit, nextTick, cwd, hrtime, emitWarning } = process;
    log(
      [exit, nextTick, cwd, hrtime, emitWarning].every(each => typeof each === 'function'),
      cwd() === process.cwd(),
    );
    process.on('SIGINT', () => log('never'));
    nextTick(() => log('unbound tick'));
    refused(() => process.setUncaughtExceptionCaptureCallback(5 as never));
  },
};
