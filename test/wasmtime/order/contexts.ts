// AsyncLocalStorage and AsyncResource.

import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { connect, createServer } from 'node:net';
import { log, type Programs, SPACE, thenable, withResolvers } from './programs.ts';

const storage = new AsyncLocalStorage<unknown>();
const other = new AsyncLocalStorage<unknown>();
const store = (name: string) => log(name, storage.getStore(), other.getStore());

export const contexts: Programs = {
  'a store goes with ticks, microtasks, timers, immediates and intervals'() {
    storage.run('a', () => {
      process.nextTick(() => store('tick'));
      queueMicrotask(() => store('microtask'));
      Promise.resolve().then(() => store('reaction'));
      setImmediate(() => store('immediate'));
      setTimeout(() => store('timer'), SPACE);
      const interval = setInterval(() => {
        store('interval');
        clearInterval(interval);
      }, 2 * SPACE);
      other.run('b', () => process.nextTick(() => store('both')));
    });
    process.nextTick(() => store('outside'));
    setImmediate(() => store('outside'));
  },

  async 'a store goes with awaits, and comes back after them'() {
    const named = async (name: string) => {
      for (let i = 0; i < 3; i++) {
        await null;
        store(`${name}${i}`);
        await new Promise(resolve => setImmediate(resolve));
      }
    };
    await Promise.all([
      storage.run('a', () => named('a')),
      storage.run('b', () => named('b')),
      named('none'),
    ]);
    storage.run('c', async () => {
      try {
        await Promise.reject(1);
      } catch {
        store('caught');
      }
      for await (const value of [1]) store(`for await ${value}`);
    });
    await null;
    store('outside');
    const generate = async function* () {
      for (const i of [1, 2]) {
        store(`generator ${i}`);
        yield i;
      }
    };
    const steps = storage.run('g', generate);
    await steps.next();
    await storage.run('h', () => steps.next());
  },

  'a reaction has the store of its then'() {
    const { promise, resolve } = withResolvers<unknown>();
    storage.run('then', () => promise.then(() => store('then')));
    storage.run('finally', () => promise.finally(() => store('finally')));
    storage.run('thenable', () =>
      Promise.resolve(
        thenable(resolve => {
          store('thenable');
          resolve(1);
        }),
      ),
    );
    storage.run('resolve', () => resolve(1));
  },

  'enterWith, exit and disable'() {
    setImmediate(() => {
      storage.enterWith('entered');
      store('at once');
      process.nextTick(() => store('tick'));
      storage.exit(() => {
        store('exited');
        setImmediate(() => store('immediate of exited'));
      });
      storage.run('inner', () => storage.enterWith('changed'));
      store('after run');
      setImmediate(() => {
        store('later');
        storage.disable();
        store('disabled');
      });
    });
    setImmediate(() => store('next immediate'));
  },

  'run and exit give back what the function returns, and pass arguments and errors'() {
    log(storage.run('x', (...args: unknown[]) => [storage.getStore(), ...args], 1, 2));
    log(storage.exit((a: number) => a + 1, 1));
    try {
      storage.run('x', () => {
        throw new Error('thrown');
      });
    } catch (error) {
      log(String(error), storage.getStore());
    }
    storage.run(undefined, () => store('undefined'));
  },

  'bind and snapshot keep a store'() {
    const bound = storage.run('bound', () =>
      AsyncLocalStorage.bind((value: number) => [value, storage.getStore()]),
    );
    const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
    storage.run('other', () => {
      log(bound(1));
      log(snapshot(() => storage.getStore()));
    });
  },

  'an AsyncResource keeps the store in which it was made'() {
    const resource = storage.run('made', () => new AsyncResource('Mine'));
    resource.runInAsyncScope(() => store('in scope'));
    log(resource.runInAsyncScope((a: number, b: number) => a + b, undefined, 1, 2));
    const bound = resource.bind(function (this: unknown, value: string) {
      store(value);
      return this;
    });
    log(bound.call('self', 'bound') === 'self', bound.length);
    storage.run('static', () => AsyncResource.bind(() => store('static bind')))();
    log(resource.asyncId() > 1, typeof resource.triggerAsyncId(), resource.emitDestroy() === resource);
  },

  'emitters call in the store of who emits'() {
    const emitter = new EventEmitter();
    storage.run('listener', () => emitter.on('event', () => store('event')));
    storage.run('emit', () => emitter.emit('event'));
    emitter.emit('event');
  },

  'a store goes with rejections that nobody handles'() {
    process.on('unhandledRejection', reason => store(String(reason)));
    storage.run('rejects', () => Promise.reject(1));
    storage.run('fails', async () => {
      await null;
      throw 2;
    });
    Promise.reject(3);
  },

  'a store goes with sockets'() {
    // Which of the two ends hears first of their connection is a race.
    const served: unknown[] = [];
    const server = createServer(socket => {
      served.push(storage.getStore());
      socket.on('data', data => {
        served.push(storage.getStore());
        socket.end(data);
      });
    });
    storage.run('server', () =>
      server.listen(0, '127.0.0.1', () => {
        store('listening');
        const { port } = server.address() as { port: number };
        storage.run('client', () => {
          const socket = connect(port, '127.0.0.1', () => {
            store('connected');
            socket.write('x', () => store('written'));
          });
          socket.on('data', () => store('data'));
          socket.on('end', () => store('end'));
          socket.on('close', () => {
            store('close');
            server.close(() => {
              store('closed');
              log('served', ...served);
            });
          });
        });
      }),
    );
  },
};
