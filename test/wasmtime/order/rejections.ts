// Rejections that nobody handles.

import { log, type Programs, SPACE } from './programs.ts';

export const rejections: Programs = {
  'an unhandled rejection ends the program after the ticks and microtasks'() {
    process.on('exit', code => log('exit', code));
    setImmediate(() => {
      Promise.reject(new Error('unhandled'));
      process.nextTick(() => log('tick'));
      Promise.resolve().then(() => log('microtask'));
    });
    setImmediate(() => log('never'));
  },

  'a rejection with no error ends the program in its own words'() {
    setImmediate(() => Promise.reject('just text'));
  },

  'a rejection with an object ends the program in its own words'() {
    setImmediate(() => Promise.reject({ an: 'object' }));
  },

  'an async function that throws ends the program'() {
    const fails = async () => {
      await null;
      throw Object.assign(new RangeError('of an async function'), { code: 'CODE' });
    };
    fails();
    setTimeout(() => log('never'), 5);
  },

  'a listener of unhandledRejection or rejectionHandled that throws: what becomes of the others'() {
    const promises = [1, 2, 3, 4, 5].map(reason => Promise.reject(reason));
    process.on('uncaughtException', error => log('uncaught', error));
    process.on('unhandledRejection', reason => {
      log('unhandled', reason);
      promises[1].catch(() => log('caught before it was told'));
      if (reason === 3) throw 'of unhandledRejection';
    });
    process.on('rejectionHandled', promise => {
      log('handled', promises.indexOf(promise as Promise<never>));
      if (promise === promises[0]) throw 'of rejectionHandled';
    });
    setImmediate(() => log('immediate'));
    setTimeout(() => {
      for (const promise of promises) promise.catch(reason => log('caught', reason));
    }, 20);
    setTimeout(() => log('end'), 40);
  },

  'listeners of unhandledRejection and rejectionHandled hear in turn'() {
    process.on('unhandledRejection', (reason, promise) => {
      log('unhandled', String(reason), promise instanceof Promise);
      process.nextTick(() => log('tick of the listener'));
    });
    process.on('rejectionHandled', promise => log('handled', promise instanceof Promise));
    const late = Promise.reject(new Error('late'));
    const never = Promise.reject(5);
    const soon = Promise.reject(new Error('soon'));
    soon.catch(() => log('caught soon'));
    queueMicrotask(() => Promise.reject(new Error('of a microtask')).catch(() => log('caught at once')));
    setImmediate(() => {
      log('immediate');
      late.catch(() => log('caught late'));
      process.nextTick(() => log('tick', never instanceof Promise));
    });
  },

  'a rejection that is handled late is warned of when nobody listens'() {
    process.on('unhandledRejection', reason => log('unhandled', reason));
    process.on('warning', ({ name, message }) => log(name, message));
    const late = Promise.reject(1);
    setTimeout(() => late.catch(reason => log('caught', reason)), 5);
  },

  'an unhandled rejection is told to uncaughtException when nobody listens to the other'() {
    process.on('uncaughtException', (error, origin) => {
      const { code, message } = error as NodeJS.ErrnoException;
      log(origin, code, message);
    });
    Promise.reject(new Error('an error'));
    Promise.reject({ no: 'error' });
    Promise.reject(undefined);
    Promise.reject(Symbol('s'));
    Promise.reject([1]);
    Promise.reject(new Map());
    setTimeout(() => log('goes on'), 1);
  },

  'an error of a listener of unhandledRejection is uncaught'() {
    process.on('unhandledRejection', reason => {
      throw new Error(`instead of ${reason}`);
    });
    process.on('uncaughtException', (error, origin) => log(String(error), origin));
    Promise.reject(1);
    setImmediate(() => log('immediate'));
    setTimeout(() => Promise.reject(2), SPACE);
  },

  'one rejection is told where several promises come of one'() {
    process.on('unhandledRejection', reason => log('unhandled', String(reason)));
    const source = Promise.reject(new Error('source'));
    source.then(() => log('never'));
    source.finally(() => log('finally'));
    source.catch(() => log('caught'));
    Promise.all([Promise.reject(new Error('a')), Promise.reject(new Error('b'))]);
    Promise.race([Promise.reject(new Error('c')), Promise.reject(new Error('d'))]);
    Promise.allSettled([Promise.reject(new Error('e'))]).then(() => log('settled'));
  },
};
