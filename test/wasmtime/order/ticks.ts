// Ticks, microtasks and what runs first.

import { log, type Programs, SPACE } from './programs.ts';

export const ticks: Programs = {
  'the module, its microtasks, its ticks, then timers and immediates'() {
    log('module');
    process.nextTick(log, 'tick', 1, { two: 2 });
    queueMicrotask(() => log('microtask'));
    Promise.resolve().then(() => log('reaction'));
    setImmediate(() => {
      log('immediate');
      setTimeout(() => log('timer'), 1);
    });
    log('end of module');
  },

  'ticks of ticks run before microtasks of ticks'() {
    setImmediate(() => {
      process.nextTick(() => {
        log('tick 1');
        process.nextTick(() => log('tick 3'));
        queueMicrotask(() => {
          log('microtask of tick 1');
          process.nextTick(() => log('tick of a microtask'));
          queueMicrotask(() => log('microtask of a microtask'));
        });
      });
      process.nextTick(() => log('tick 2'));
      queueMicrotask(() => log('microtask'));
      log('immediate');
    });
  },

  'microtasks queued by microtasks run before the next tick'() {
    setImmediate(() => {
      let left = 5;
      const step = () => {
        log('microtask', left);
        if (--left > 0) queueMicrotask(step);
      };
      queueMicrotask(step);
      Promise.resolve().then(() => process.nextTick(() => log('tick')));
    });
  },

  'many ticks and microtasks in a row keep their order'() {
    let sum = 0;
    let order = '';
    const ticked = (i: number) => {
      sum += i;
      if (i < 3000) process.nextTick(ticked, i + 1);
      else log('ticks', sum);
    };
    process.nextTick(ticked, 0);
    for (let i = 0; i < 3000; i++) process.nextTick(() => (order += i % 10));
    let p = Promise.resolve(0);
    for (let i = 0; i < 5000; i++) p = p.then(value => value + 1);
    p.then(value => log('reactions', value, order.length, order.slice(0, 20)));
  },

  'arguments of ticks, timers and immediates arrive'() {
    process.nextTick((...args: unknown[]) => log('tick', args), 1, 2, 3, 4, 5, 6);
    process.nextTick((...args: unknown[]) => log('tick', args.length));
    setImmediate((...args: unknown[]) => log('immediate', args), 'a', undefined, null);
    setTimeout(
      (...args: unknown[]) => {
        log('timer', args);
        setTimeout((...more: unknown[]) => log('timer without', more.length), 1);
      },
      SPACE,
      'x',
      'y',
      'z',
      'w',
    );
  },

  'what is no function is refused at once'() {
    const refused = (call: () => unknown) => {
      try {
        call();
        log('taken');
      } catch (error) {
        const { name, code, message } = error as NodeJS.ErrnoException;
        log(name, code, message);
      }
    };
    const wrong = 5 as never;
    refused(() => process.nextTick(wrong));
    refused(() => queueMicrotask('x' as never));
    refused(() => setTimeout(undefined as never, 1));
    refused(() => setInterval({} as never, 1));
    refused(() => setImmediate(null as never));
    refused(() => clearTimeout(wrong));
    refused(() => clearImmediate({} as never));
    refused(() => clearInterval(undefined));
  },
};
