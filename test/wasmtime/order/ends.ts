// How programs end.

import { createServer } from 'node:net';
import { log, type Programs, SPACE } from './programs.ts';

export const ends: Programs = {
  'a program ends when nothing is left, and its listeners hear the code'() {
    process.on('exit', code => log('exit', code, process.exitCode));
    process.exitCode = 3;
    setTimeout(() => log('timer'), 1);
  },

  'exit ends at once, also within callbacks'() {
    process.on('exit', code => {
      log('exit', code);
      process.nextTick(() => log('never'));
      setTimeout(() => log('never'), 0);
      Promise.resolve().then(() => log('never'));
    });
    setImmediate(() => {
      process.nextTick(() => log('never'));
      queueMicrotask(() => log('never'));
      process.exit(5);
    });
  },

  'exit in a tick'() {
    process.nextTick(() => process.exit());
    process.exitCode = 4;
    process.nextTick(() => log('never'));
  },

  async 'exit in an async function'() {
    await null;
    process.exit(256 + 6);
  },

  'a listener of exit changes the code'() {
    process.on('exit', code => {
      log('first', code);
      process.exitCode = 9;
    });
    process.on('exit', code => log('second', code, process.exitCode));
    process.on('exit', () => process.exit(10));
  },

  'an error of a listener of exit'() {
    process.on('exit', code => {
      log('exit', code);
      throw new Error('of a listener of exit');
    });
    process.on('exit', () => log('never'));
  },

  'exit in the module'() {
    process.on('exit', code => log('exit', code));
    process.nextTick(() => log('never'));
    process.exit(2);
  },

  'beforeExit comes again as long as it starts something'() {
    let count = 0;
    process.on('beforeExit', code => {
      log('beforeExit', code, ++count);
      if (count === 1) setTimeout(() => log('timer'), 1);
      if (count === 2) setImmediate(() => log('immediate'));
      if (count === 3) setTimeout(() => log('never'), 1).unref();
    });
    process.on('exit', () => log('exit', count));
  },

  'ticks and microtasks of beforeExit'() {
    let count = 0;
    process.on('beforeExit', () => {
      if (++count > 1) return log('again');
      process.nextTick(() => log('tick'));
      Promise.resolve().then(() => log('microtask'));
      log('beforeExit');
    });
    process.on('exit', () => log('exit'));
  },

  'an error of beforeExit'() {
    process.on('exit', code => log('exit', code));
    process.on('beforeExit', () => {
      throw new Error('of beforeExit');
    });
  },

  'exit codes are whole numbers'() {
    for (const code of [1.5, 'x', '', true, {}, '7', null, undefined, Number.NaN]) {
      try {
        process.exitCode = code as never;
        log('taken', process.exitCode);
      } catch (error) {
        const { name, code, message } = error as NodeJS.ErrnoException;
        log(name, code, message);
      }
    }
    try {
      process.exit('no' as never);
    } catch (error) {
      log((error as Error).message);
    }
    process.exitCode = '11';
  },

  'a server keeps the program alive until it is closed'() {
    const server = createServer().listen(0, '127.0.0.1', () => {
      log('listening');
      setTimeout(() => server.close(() => log('closed')), SPACE);
    });
    createServer().listen(0, '127.0.0.1').unref();
    process.on('exit', () => log('exit'));
  },
};
