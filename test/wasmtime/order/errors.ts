// Errors that nobody caught, where they are thrown and who takes them.

import { connect, createServer } from 'node:net';
import { log, type Programs, SPACE } from './programs.ts';

const taken = () => process.on('uncaughtException', (error, origin) => log('taken', String(error), origin));

function atEnd(): void {
  process.on('exit', code => log('exit', code, process.exitCode));
}

export const errors: Programs = {
  'an error of a tick ends the program'() {
    atEnd();
    process.nextTick(() => {
      throw new Error('of a tick');
    });
    process.nextTick(() => log('never'));
    setTimeout(() => log('never'), 1);
  },

  'an error of a microtask ends the program'() {
    atEnd();
    queueMicrotask(() => {
      throw new RangeError('of a microtask');
    });
    queueMicrotask(() => log('never'));
  },

  'an error of a timer ends the program, and its members are shown'() {
    atEnd();
    setTimeout(() => {
      throw Object.assign(new TypeError('of a timer'), { code: 'CODE', syscall: 'call' });
    }, 1);
    setTimeout(() => log('never'), 1);
  },

  'an error of an immediate ends the program'() {
    atEnd();
    setImmediate(() => {
      throw new SyntaxError('of an immediate');
    });
    setImmediate(() => log('never'));
  },

  'an error of a listener of a socket ends the program'() {
    atEnd();
    const server = createServer(socket => socket.end('x'));
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      connect(port, '127.0.0.1').on('data', () => {
        throw new Error('of a socket');
      });
    });
  },

  "an 'error' event that nobody listens to ends the program"() {
    atEnd();
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => {
        connect(port, '127.0.0.1').on('close', () => log('never'));
      });
      process.on('uncaughtExceptionMonitor', error => {
        const { code, syscall } = error as NodeJS.ErrnoException;
        log('monitor', code, syscall, error.message === `connect ECONNREFUSED 127.0.0.1:${port}`);
      });
    });
  },

  'what is no error can be thrown'() {
    taken();
    for (const value of ['text', 5, null, undefined, Symbol('s'), { an: 'object' }]) {
      setImmediate(() => {
        throw value;
      });
    }
  },

  'text that is thrown ends the program'() {
    setImmediate(() => {
      throw 'just text';
    });
  },

  'an object that is thrown ends the program'() {
    setImmediate(() => {
      throw { an: 'object', with: [1, 2] };
    });
  },

  'the program goes on when somebody takes the errors of timers'() {
    taken();
    for (const name of ['one', 'two']) {
      setTimeout(() => {
        process.nextTick(() => log('tick of', name));
        Promise.resolve().then(() => log('microtask of', name));
        setImmediate(() => log('immediate of', name));
        throw new Error(name);
      }, SPACE);
    }
    setTimeout(() => log('three'), SPACE);
    setTimeout(() => log('later'), 2 * SPACE);
  },

  'the program goes on when somebody takes the errors of immediates'() {
    taken();
    for (const name of ['one', 'two']) {
      setImmediate(() => {
        process.nextTick(() => log('tick of', name));
        queueMicrotask(() => log('microtask of', name));
        throw new Error(name);
      });
    }
    setImmediate(() => {
      log('three');
      setImmediate(() => log('four'));
    });
  },

  'the program goes on when somebody takes the errors of ticks and microtasks'() {
    taken();
    setImmediate(() => {
      process.nextTick(() => {
        process.nextTick(() => log('tick of a tick'));
        throw new Error('tick');
      });
      process.nextTick(() => log('second tick'));
      queueMicrotask(() => {
        throw new Error('microtask');
      });
      queueMicrotask(() => log('second microtask'));
      log('immediate');
    });
    setImmediate(() => log('second immediate'));
    setTimeout(() => log('timer'), SPACE);
  },

  'an interval that throws goes on'() {
    taken();
    let count = 0;
    const interval = setInterval(() => {
      if (++count === 3) clearInterval(interval);
      throw new Error(`number ${count}`);
    }, 3);
  },

  'an error of the module is taken, and the rest of it does not run'() {
    taken();
    process.nextTick(() => log('tick'));
    setImmediate(() => log('immediate'));
    throw new Error('of the module');
  },

  'an error in a listener of uncaughtException ends the program with 7'() {
    atEnd();
    process.on('uncaughtException', () => {
      throw new Error('second');
    });
    setImmediate(() => {
      throw new Error('first');
    });
  },

  'a monitor hears first, and prevents nothing'() {
    process.on('uncaughtExceptionMonitor', (error, origin) => log('monitor', String(error), origin));
    process.once('uncaughtException', error => log('once', String(error)));
    setImmediate(() => {
      throw new Error('taken');
    });
    setImmediate(() => {
      Promise.reject(new Error('not taken'));
    });
  },

  'a capture callback takes errors instead of the listeners'() {
    process.on('uncaughtException', () => log('never'));
    process.setUncaughtExceptionCaptureCallback(error => log('captured', String(error)));
    log(process.hasUncaughtExceptionCaptureCallback());
    try {
      process.setUncaughtExceptionCaptureCallback(() => {});
    } catch (error) {
      log((error as NodeJS.ErrnoException).code);
    }
    setImmediate(() => {
      throw new Error('x');
    });
    setTimeout(() => {
      Promise.reject(new Error('y'));
      setImmediate(() => process.setUncaughtExceptionCaptureCallback(null));
    }, SPACE);
  },
};
