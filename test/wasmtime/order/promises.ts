// Promises: the turns of the queue that each thing takes.

import { log, type Programs, SPACE, thenable, withResolvers } from './programs.ts';

/** Says which turn of the queue it is, for as long as others are in it. */
function turns(count: number): void {
  let p = Promise.resolve();
  for (let i = 1; i <= count; i++) p = p.then(() => log('turn', i));
}

class Own<T> extends Promise<T> {}

export const promises: Programs = {
  'an async function that returns a promise settles later than one that returns a value'() {
    const value = async () => 1;
    const promise = async () => Promise.resolve(2);
    const awaited = async () => await Promise.resolve(3);
    const followed = async () => thenable(resolve => resolve(4));
    promise().then(got => log('promise', got));
    awaited().then(got => log('awaited', got));
    followed().then(got => log('thenable', got));
    value().then(got => log('value', got));
    turns(5);
  },

  'an await of a value, a promise, a thenable, a promise of another class'() {
    const each = async (name: string, given: unknown) => log(name, await given);
    each('value', 1);
    each('promise', Promise.resolve(2));
    each('pending', new Promise(resolve => queueMicrotask(() => resolve(3))));
    each(
      'thenable',
      thenable(resolve => resolve(4)),
    );
    each('own', Own.resolve(5));
    each('object', { then_: 6 });
    each(
      'function',
      Object.assign(
        () => {},
        thenable(resolve => resolve(7)),
      ),
    );
    turns(5);
  },

  'the order of two async functions that await in turn'() {
    const run = async (name: string) => {
      for (let i = 0; i < 3; i++) {
        log(name, i);
        await null;
      }
      return name;
    };
    run('a').then(log);
    run('b').then(log);
    log('started');
  },

  'errors of async functions: thrown, rejected, caught, from a finally'() {
    const thrown = async () => {
      throw new Error('thrown');
    };
    const caught = async () => {
      try {
        await thrown();
      } catch (error) {
        log('caught', String(error));
        return 'went on';
      } finally {
        await null;
        log('finally');
      }
    };
    caught().then(log);
    thrown().catch(error => log('catch', String(error)));
    thrown().then(log, error => log('then', String(error)));
    (async (
      value = (() => {
        throw new Error('default');
      })(),
    ) => value)().catch(error => log(String(error)));
    turns(4);
  },

  'finally passes on what it gets, and waits'() {
    Promise.resolve(1)
      .finally(() => 2)
      .then(value => log('value', value));
    Promise.reject(new Error('x'))
      .finally(() => 3)
      .catch(error => log('error', String(error)));
    Promise.resolve(4)
      .finally(() => {
        throw new Error('y');
      })
      .catch(error => log('thrown', String(error)));
    Promise.resolve(5)
      .finally(() => Promise.reject(new Error('z')))
      .catch(error => log('rejected', String(error)));
    Promise.resolve(6)
      .finally(undefined as never)
      .then(value => log('nothing', value));
    turns(6);
  },

  'all, allSettled, any and race'() {
    const late = <T>(value: T) => new Promise<T>(resolve => setImmediate(resolve, value));
    Promise.all([1, late(2), Promise.resolve(3)]).then(values => log('all', values));
    Promise.all([]).then(values => log('all of none', values));
    Promise.all([late(1), Promise.reject(new Error('no'))]).catch(error => log('all', String(error)));
    Promise.allSettled([1, Promise.reject(new Error('no')), late(3)]).then(results =>
      log(JSON.stringify(results)),
    );
    Promise.any([Promise.reject(new Error('no')), late(2)]).then(value => log('any', value));
    Promise.any([Promise.reject(1), Promise.reject(2)]).catch(({ name, errors }) => log('any', name, errors));
    Promise.race([late(1), Promise.resolve(2)]).then(value => log('race', value));
    const { promise, resolve } = withResolvers<unknown>();
    promise.then(value => log('resolvers', value));
    resolve(late('late'));
    turns(5);
  },

  'classes that extend Promise keep their class'() {
    const own = new Own<number>(resolve => resolve(1));
    const next = own.then(value => value + 1);
    log(own instanceof Own, next instanceof Own, own.finally(() => {}) instanceof Own);
    log(Own.resolve(own) === own, Promise.resolve(own as Promise<unknown>) === own);
    log(Own.all([1]) instanceof Own, own.constructor.name, `${own}`);
    next.then(value => log('next', value));
    Promise.resolve(own).then(value => log('own', value));
    turns(4);
  },

  'what is seen of a promise from outside'() {
    log(String(Promise.resolve()), Promise.name, Promise.length, typeof Promise.prototype.then);
    log(Promise.resolve(Promise.prototype.constructor === Promise) instanceof Promise);
    const self: { promise?: Promise<unknown> } = {};
    self.promise = new Promise(resolve => queueMicrotask(() => resolve(self.promise)));
    self.promise.catch(({ name, message }) => log(name, message));
    try {
      new Promise(5 as never);
    } catch (error) {
      log(String(error));
    }
    let first = 0;
    new Promise((resolve, reject) => {
      resolve(1);
      reject(new Error('ignored'));
      resolve(2);
      throw new Error('ignored');
    }).then(value => log('first', value, ++first));
    log(Object.keys(Promise.resolve(1)));
  },

  'thenables: one that throws, one that answers twice, one that is a getter'() {
    const each = (name: string, value: unknown) =>
      Promise.resolve(value).then(
        got => log(name, got),
        error => log(name, 'failed', String(error)),
      );
    const thrown = (text: string): never => {
      throw new Error(text);
    };
    each(
      'throws',
      thenable(() => thrown('thrown')),
    );
    each(
      'throws late',
      thenable(resolve => {
        resolve(1);
        thrown('late');
      }),
    );
    each(
      'twice',
      thenable((resolve, reject) => {
        resolve(1);
        reject(2);
        resolve(3);
      }),
    );
    each('getter', Object.defineProperty({}, 'then', { get: () => thrown('getter') }));
    each(
      'nested',
      thenable(resolve => resolve(thenable(next => next(9)))),
    );
    turns(4);
  },

  async 'async generators: requests wait in line, return and throw'() {
    const steps = async function* (name: string): AsyncGenerator<unknown, string, string> {
      try {
        log(name, 'got', yield 1);
        log(name, 'got', yield Promise.resolve(2));
        yield* inner();
        return 'returned';
      } finally {
        await null;
        log(name, 'finally');
      }
    };
    const inner = async function* () {
      yield 'inner';
      yield await Promise.resolve('awaited');
    };
    const a = steps('a');
    const requests = [a.next('x'), a.next('y'), a.next('z'), a.next(), a.next(), a.next(), a.next()];
    log(JSON.stringify(await Promise.all(requests)));
    const b = steps('b');
    log(JSON.stringify([await b.next('x'), await b.return('early'), await b.next()]));
    const c = steps('c');
    await c.next('x');
    await c.throw(new Error('thrown in')).catch(error => log(String(error)));
    log(JSON.stringify(await steps('d').return(Promise.resolve('unstarted') as never)));
    await steps('e')
      .throw(new Error('unstarted'))
      .catch(error => log(String(error)));
    log(Object.prototype.toString.call(a), typeof a[Symbol.asyncIterator]);
  },

  async 'for await over values, promises, sync and async iterators'() {
    turns(6);
    for await (const value of [1, Promise.resolve(2), 3]) log('of an array', value);
    const counted = {
      count: 0,
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        return { done: this.count === 3, value: this.count++ };
      },
      async return() {
        log('closed');
        return { done: true, value: undefined };
      },
    };
    for await (const value of counted) {
      log('of an iterator', value);
      if (value === 1) break;
    }
    try {
      for await (const value of [Promise.reject(new Error('in the array'))]) log('never', value);
    } catch (error) {
      log(String(error));
    }
    const generated = (function* () {
      try {
        yield 1;
        yield 2;
      } finally {
        log('generator closed');
      }
    })();
    for await (const value of generated) {
      log(value);
      break;
    }
    const fromAsync = Reflect.get(Array, 'fromAsync');
    log(fromAsync.length);
    log(await fromAsync.call(Array, [1, Promise.resolve(2)], (value: number) => value * 2));
  },

  async 'promises between timers, immediates and ticks'() {
    setTimeout(() => log('timer'), SPACE);
    await null;
    log('after an await');
    process.nextTick(() => log('tick'));
    await new Promise(resolve => setImmediate(resolve));
    log('after an immediate');
    process.nextTick(() => log('tick of a reaction'));
    await new Promise(resolve => setTimeout(resolve, 2 * SPACE));
    log('after a timer');
    await new Promise<void>(resolve => process.nextTick(resolve));
    log('after a tick');
  },
};
