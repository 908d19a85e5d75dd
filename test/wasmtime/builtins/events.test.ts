// node:events of guests beside Node's.

import theirs from 'node:events';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Any, compare, compareLater } from './beside.ts';
import { onNode } from './on-node.ts';
import { Random } from './random.ts';

const { events: ours } = (await onNode('events')) as Any;
const random = new Random(0xe7e7);

/** An emitter of either kind, and what its listeners heard. */
function listening(Emitter: Any) {
  const emitter = new Emitter();
  const heard: unknown[] = [];
  const listeners = [0, 1, 2].map(
    i =>
      function listener(this: unknown, ...args: unknown[]) {
        heard.push([i, this === emitter, args]);
        if (args[0] === 'remove') emitter.off('a', listeners[(i + 1) % 3]);
        if (args[0] === 'add') emitter.on('a', listeners[i]);
        if (args[0] === 'again' && heard.length < 20) emitter.emit('b', 1);
      },
  );
  return { emitter, heard, listeners };
}

test('emitters do as in Node whatever is asked of them, in any order', () => {
  for (let run = 0; run < 400; run++) {
    const [one, two] = [listening(theirs), listening(ours)];
    for (const { emitter } of [one, two]) emitter.setMaxListeners(0);
    const told: [unknown[], unknown[]] = [[], []];
    if (random.below(3) === 0) {
      for (const [i, side] of [one, two].entries()) {
        for (const name of ['newListener', 'removeListener']) {
          side.emitter.on(name, (event: unknown, listener: unknown) => {
            told[i].push([name, event, side.listeners.indexOf(listener as never)]);
          });
        }
      }
    }
    for (let step = 0; step < 25; step++) {
      const name = random.pick<Any>(['a', 'a', 'b', Symbol.for('c')]);
      const listener = random.below(3);
      const method = random.pick([
        'on',
        'on',
        'once',
        'prependListener',
        'prependOnceListener',
        'off',
        'removeListener',
        'emit',
        'emit',
        'emit',
        'removeAllListeners',
        'listenerCount',
        'eventNames',
        'rawListeners',
        'listeners',
      ]);
      const args = (side: ReturnType<typeof listening>): unknown[] => {
        if (method === 'emit') return [name, ...given];
        if (method === 'removeAllListeners') return all ? [] : [name];
        if (method === 'eventNames') return [];
        return /^(raw|listener)/.test(method) ? [name] : [name, side.listeners[listener]];
      };
      const given = random.pick<unknown[]>([[], [1], [1, 2, 3], ['remove'], ['add'], ['again']]);
      const all = random.below(3) === 0;
      const answer = (side: ReturnType<typeof listening>) => {
        const value = side.emitter[method](...args(side));
        return value === side.emitter
          ? 'itself'
          : Array.isArray(value)
            ? value.map(each =>
                typeof each === 'function' ? side.listeners.indexOf((each as Any).listener ?? each) : each,
              )
            : value;
      };
      compare(
        () => answer(one),
        () => answer(two),
        `${method} ${String(name)}`,
      );
      assert.equal(two.heard, one.heard);
      assert.equal(told[1], told[0]);
    }
  }
});

test('what is no listener, no number and no emitter is refused as in Node', () => {
  const calls: ((events: Any) => unknown)[] = [
    events => new events().on('a', 5),
    events => new events().once('a', undefined),
    events => new events().off('a', null),
    events => new events().prependListener('a', 'x'),
    events => new events().setMaxListeners(-1),
    events => new events().setMaxListeners('1'),
    events => new events().setMaxListeners(NaN),
    events => new events({ captureRejections: 'yes' }),
    events => events.setMaxListeners(-1),
    events => events.setMaxListeners(1, {}),
    events => events.getEventListeners({}, 'a'),
    events => events.getMaxListeners(null),
    events => events.addAbortListener(undefined, () => {}),
    events => events.addAbortListener({}, () => {}),
    events => events.addAbortListener(new AbortController().signal, 1),
    events => events.on({}, 'a'),
    events => events.on(new events(), 'a', { signal: {} }),
    events => events.on(new events(), 'a', { signal: AbortSignal.abort() }),
    events => new events().emit('error'),
    events => new events().emit('error', new RangeError('own')),
    events => new events().emit('error', { a: { b: [1] } }),
    events => new events().emit('error', 'text'),
    events => Object.keys(new events()),
    events => Object.keys(events.prototype),
    events => events.call({}, {}),
    events => [
      events.defaultMaxListeners,
      events.captureRejections,
      events.usingDomains,
      events.EventEmitter === events,
    ],
    events =>
      events.listenerCount(
        new events().on('a', () => {}),
        'a',
      ),
    events => new events().setMaxListeners(3).getMaxListeners(),
  ];
  for (const call of calls)
    compare(
      () => call(theirs),
      () => call(ours),
      `${call}`,
    );
});

test('the error monitor hears of errors first, and the error is still nobody’s', () => {
  const heard = (events: Any) => {
    const emitter = new events();
    const all: string[] = [];
    emitter.on(events.errorMonitor, (error: Error) => all.push(`monitor ${error.message}`));
    try {
      emitter.emit('error', new Error('first'));
    } catch (error) {
      all.push(`thrown ${(error as Error).message}`);
    }
    emitter.on('error', (error: Error) => all.push(`listener ${error.message}`));
    emitter.emit('error', new Error('second'));
    return all;
  };
  assert.equal(heard(ours), heard(theirs));
});

test('a promise that a listener returns and that rejects becomes an error, where that was asked for', async () => {
  const heard = async (events: Any) => {
    const all: unknown[] = [];
    const emitter = new events({ captureRejections: true });
    emitter.on('a', async () => {
      throw new Error('in a listener');
    });
    emitter.on('error', (error: Error) => all.push(error.message));
    emitter.emit('a');
    const own = new events({ captureRejections: true });
    own[events.captureRejectionSymbol] = (error: Error, name: string, ...args: unknown[]) =>
      all.push(error.message, name, args);
    own.on('b', () => Promise.reject(new Error('own')));
    own.emit('b', 1, 2);
    await new Promise(resolve => setTimeout(resolve, 5));
    return all;
  };
  assert.equal(await heard(ours), await heard(theirs));
});

test('once and on wait for events as in Node', async () => {
  const stories: ((events: Any) => Promise<unknown>)[] = [
    async events => {
      const emitter = new events();
      setImmediate(() => emitter.emit('a', 1, 2));
      return events.once(emitter, 'a');
    },
    async events => {
      const emitter = new events();
      setImmediate(() => emitter.emit('error', new Error('before')));
      return events.once(emitter, 'a');
    },
    async events => {
      const emitter = new events();
      setImmediate(() => emitter.emit('error', 5));
      return events.once(emitter, 'error');
    },
    async events => {
      const target = new EventTarget();
      setImmediate(() => target.dispatchEvent(new Event('a')));
      return (await events.once(target, 'a'))[0].type;
    },
    async events => {
      const controller = new AbortController();
      const emitter = new events();
      const waiting = events.once(emitter, 'a', { signal: controller.signal });
      controller.abort();
      return waiting.finally(() => assert.is(emitter.listenerCount('a'), 0));
    },
    async events => events.once(new events(), 'a', { signal: AbortSignal.abort() }),
    async events => events.once(5, 'a'),
    async events => {
      const emitter = new events();
      const seen: unknown[] = [];
      setImmediate(() => {
        for (let i = 0; i < 3; i++) emitter.emit('a', i);
        emitter.emit('end');
      });
      for await (const args of events.on(emitter, 'a', { close: ['end'] })) seen.push(args);
      return [seen, emitter.listenerCount('a'), emitter.listenerCount('error')];
    },
    async events => {
      const emitter = new events();
      const iterator = events.on(emitter, 'a');
      emitter.emit('a', 1);
      emitter.emit('error', new Error('in between'));
      return [
        await iterator.next(),
        await iterator.next().catch((error: Error) => error.message),
        await iterator.next(),
      ];
    },
    async events => {
      const emitter = new events();
      const iterator = events.on(emitter, 'a');
      const waiting = [iterator.next(), iterator.next()];
      emitter.emit('a', 1);
      return [await iterator.return(), await Promise.all(waiting), await iterator.next()];
    },
    async events => {
      const controller = new AbortController();
      const iterator = events.on(new events(), 'a', { signal: controller.signal });
      const waiting = iterator.next();
      controller.abort();
      return waiting;
    },
    async events => events.on(new events(), 'a').throw(5),
    async events => events.on(new events(), 'a').throw(new Error('thrown in')),
  ];
  for (const story of stories) {
    await compareLater(
      () => story(theirs),
      () => story(ours),
      `${story}`,
    );
  }
});

test('many listeners are warned of once, with Node’s words', async () => {
  const warnings = async (events: Any) => {
    const all: string[] = [];
    const listener = (warning: Error) => all.push(`${warning.name}: ${warning.message}`);
    process.on('warning', listener);
    const emitter = new events();
    for (let i = 0; i < 13; i++) emitter.on('a', () => {});
    const more = new events().setMaxListeners(1);
    for (let i = 0; i < 3; i++) more.on(Symbol('b'), () => {}).on('c', () => {});
    await new Promise(resolve => setImmediate(resolve));
    process.off('warning', listener);
    return all;
  };
  const stderr = process.stderr.write;
  process.stderr.write = () => true;
  const [first, second] = [await warnings(theirs), await warnings(ours)];
  process.stderr.write = stderr;
  assert.is(first.length, 2);
  assert.equal(second, first);
});

test('a listener of an emitter with a resource runs in the context in which that was made', () => {
  const { EventEmitterAsyncResource: Ours } = ours;
  const emitter = new Ours({ name: 'Q' });
  let heard = 0;
  emitter.on('a', () => heard++);
  emitter.emit('a');
  assert.is(heard, 1);
  assert.type(emitter.asyncId, 'number');
});

test('classes inherit from it by calling it and by extending it', () => {
  function Old(this: Any) {
    ours.call(this);
  }
  Object.setPrototypeOf(Old.prototype, ours.prototype);
  class New extends ours {}
  for (const emitter of [new (Old as Any)(), new New()]) {
    let heard: unknown;
    emitter.on('a', (value: unknown) => {
      heard = value;
    });
    emitter.emit('a', 7);
    assert.is(heard, 7);
    assert.instance(emitter, ours);
  }
});

test.run();
