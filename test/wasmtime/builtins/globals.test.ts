// The globals of guests beside Node's: events, signals, clones, the console.

import theirConsole from 'node:console';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as abort from '../../../host/wasmtime/globals/abort.ts';
import * as events from '../../../host/wasmtime/globals/event-target.ts';
import { structuredClone as ourClone } from '../../../host/wasmtime/globals/structured-clone.ts';
import { type Any, compare } from './beside.ts';
import { onNode } from './on-node.ts';

const { console: ourConsole } = (await onNode('console')) as Any;
const ours: Any = { ...abort, ...events };
const theirs: Any = { AbortController, AbortSignal, CustomEvent, Event, EventTarget };

test('events reach listeners as in Node', () => {
  const stories: ((web: Any) => unknown)[] = [
    ({ Event, EventTarget }) => {
      const heard: unknown[] = [];
      const target = new EventTarget();
      const listener = (event: Any) =>
        heard.push([event.type, event.target === target, event.currentTarget === target, event.eventPhase]);
      target.addEventListener('a', listener);
      target.addEventListener('a', listener);
      target.addEventListener('a', listener, true);
      target.addEventListener('a', { handleEvent: listener }, { once: true });
      target.dispatchEvent(new Event('a'));
      target.removeEventListener('a', listener);
      target.dispatchEvent(new Event('a'));
      return heard;
    },
    ({ Event, EventTarget }) => {
      const heard: unknown[] = [];
      const target = new EventTarget();
      target.addEventListener('a', (event: Any) => {
        heard.push(1);
        event.stopImmediatePropagation();
      });
      target.addEventListener('a', () => heard.push(2));
      target.dispatchEvent(new Event('a'));
      return heard;
    },
    ({ Event, EventTarget }) => {
      const target = new EventTarget();
      target.addEventListener('a', (event: Any) => event.preventDefault());
      const event = new Event('a', { cancelable: true });
      return [
        target.dispatchEvent(event),
        event.defaultPrevented,
        event.returnValue,
        target.dispatchEvent(new Event('a')),
      ];
    },
    ({ AbortController, Event, EventTarget }) => {
      const heard: number[] = [];
      const target = new EventTarget();
      const controller = new AbortController();
      target.addEventListener('a', () => heard.push(1), { signal: controller.signal });
      target.dispatchEvent(new Event('a'));
      controller.abort();
      target.dispatchEvent(new Event('a'));
      return heard;
    },
    ({ Event }) => new Event(),
    ({ Event }) => Object.keys(Event.prototype).sort(),
    ({ Event }) => {
      const event = new Event(5, { bubbles: 1, composed: true });
      return [
        event.type,
        event.bubbles,
        event.composed,
        event.isTrusted,
        event.composedPath(),
        event.srcElement,
        Event.AT_TARGET,
      ];
    },
    ({ CustomEvent }) => [new CustomEvent('a', { detail: 5 }).detail, new CustomEvent('a').detail],
    ({ EventTarget }) => new EventTarget().addEventListener('a'),
    ({ EventTarget }) => new EventTarget().addEventListener('a', 5),
    ({ EventTarget }) => new EventTarget().dispatchEvent({}),
    ({ EventTarget }) => inspect(new EventTarget()),
    ({ EventTarget }) => Object.prototype.toString.call(new EventTarget()),
  ];
  for (const story of stories)
    compare(
      () => story(theirs),
      () => story(ours),
      `${story}`,
    );
});

test('signals are aborted as in Node', () => {
  const stories: ((web: Any) => unknown)[] = [
    ({ AbortController }) => {
      const controller = new AbortController();
      const heard: unknown[] = [];
      controller.signal.onabort = (event: Any) => heard.push(event.type, event.target === controller.signal);
      controller.signal.addEventListener('abort', () => heard.push('listener'));
      controller.abort('why');
      controller.abort('again');
      return [heard, controller.signal.aborted, controller.signal.reason];
    },
    ({ AbortController }) => {
      const controller = new AbortController();
      controller.signal.throwIfAborted();
      controller.abort();
      const { name, code, message } = controller.signal.reason;
      return [name, code, message];
    },
    ({ AbortSignal }) => AbortSignal.abort(new RangeError('own')).throwIfAborted(),
    ({ AbortController, AbortSignal }) => {
      const [one, two] = [new AbortController(), new AbortController()];
      const inner = AbortSignal.any([one.signal, two.signal]);
      const outer = AbortSignal.any([inner]);
      const heard: unknown[] = [];
      outer.addEventListener('abort', () => heard.push('outer'));
      inner.addEventListener('abort', () => heard.push('inner'));
      two.abort('second');
      one.abort('first');
      return [heard.sort(), inner.reason, outer.reason];
    },
    ({ AbortSignal }) => [AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort(5)]).reason],
    ({ AbortSignal }) => new AbortSignal(),
    ({ AbortSignal }) => AbortSignal.timeout(-1),
    ({ AbortSignal }) => AbortSignal.timeout('1'),
    ({ AbortController }) => inspect(new AbortController()),
    ({ AbortSignal }) => inspect(AbortSignal.abort()).replace(/\n[\s\S]*/, ''),
  ];
  for (const story of stories)
    compare(
      () => story(theirs),
      () => story(ours),
      `${story}`,
    );
});

test('a signal is aborted after its time, and does not keep the program alive', async () => {
  const signal = ours.AbortSignal.timeout(10);
  const started = performance.now();
  await new Promise(resolve => {
    signal.onabort = resolve;
    setTimeout(resolve, 1000);
  });
  assert.ok(signal.aborted);
  assert.ok(performance.now() - started < 900);
  assert.is(signal.reason.name, 'TimeoutError');
});

test('values are cloned as Node clones them, and refused with its errors', () => {
  class Own {
    a = 1;
    get b() {
      return 2;
    }
  }
  const circular: Any = { list: [1] };
  circular.self = circular;
  const shared = { x: 1 };
  const memory = new ArrayBuffer(8);
  const values: unknown[] = [
    ...[1, 'a', null, undefined, 5n, true, NaN, -0, new Date(5), /x/gi, new Array(2), { a: { b: [1] } }],
    ...[
      new Map([[{ a: 1 }, new Set([1])]]),
      new Uint16Array([1, 2]),
      memory,
      [new Uint8Array(memory, 2, 3), memory],
    ],
    ...[
      circular,
      [shared, shared],
      new Own(),
      Object.create(null),
      new String('boxed'),
      Object(5n),
      new DataView(memory, 1),
    ],
    ...[
      Object.assign(new TypeError('m'), { extra: 1 }),
      new Error('a', { cause: { b: 1 } }),
      new (class Mine extends RangeError {})('m'),
    ],
    ...[Buffer.from('ab'), { [Symbol('s')]: 1, a: 1 }, Object.assign([1], { extra: 2 })],
    ...[
      () => {},
      Symbol('s'),
      { f() {} },
      new WeakMap(),
      Promise.resolve(),
      Object(Symbol('s')),
      [class A {}],
    ],
  ];
  // Stacks name the file that was run.
  const shown = (value: unknown) =>
    inspect(value, { depth: 9 })
      .replace(/\n +at .*/g, '')
      .replaceAll('Uint8Array(2)', 'bytes');
  for (const [i, value] of values.entries()) {
    compare(
      () => shown(structuredClone(value)),
      () => shown(ourClone(value)),
      `value ${i}`,
    );
  }
  const [one, two] = [new ArrayBuffer(4), new ArrayBuffer(4)];
  if ('transfer' in one) {
    compare(
      () => [structuredClone(one, { transfer: [one] }), one],
      () => [ourClone(two, { transfer: [two] }), two],
      'transferred',
    );
  }
  const [list] = ourClone([circular]) as Any[];
  assert.is(list.self, list);
});

test('the console writes what Node’s writes', () => {
  const script = (console: Any) => {
    console.log('a %s %d', 'b', 5, { c: [1] });
    console.info();
    console.debug(new Map([[1, { a: { b: { c: {} } } }]]));
    console.error(new Error('told').message, undefined);
    console.warn('%o', [1]);
    console.group('group');
    console.log('inside\ntwo lines');
    console.group();
    console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
    console.groupEnd();
    console.groupEnd();
    console.groupEnd();
    console.assert(true, 'not told');
    console.assert(false, 'told %s', 'x');
    console.assert(false);
    console.count();
    console.count('x');
    console.count();
    console.countReset();
    console.count();
    console.table([
      { a: 1, b: 'x' },
      { a: 2, c: true },
    ]);
    console.table([
      [1, 2],
      [3, 4],
    ]);
    console.table([1, 'a', { b: 2 }]);
    console.table(
      new Map<string, unknown>([
        ['k', 1],
        ['l', { a: 1 }],
      ]),
    );
    console.table(new Set([1, 2]));
    console.table({ x: { y: 1 }, z: 5 });
    console.table([{ a: 1, b: 2 }], ['b']);
    console.table([]);
    console.table(5);
    console.dirxml({ a: 1 }, [2]);
    console.timeEnd('never begun');
  };
  const written = (Console: Any) => {
    let text = '';
    const output = () =>
      new Writable({
        write(chunk, _, callback) {
          text += chunk;
          callback();
        },
      });
    script(new Console(output(), output()));
    script(new Console({ stdout: output(), groupIndentation: 4, inspectOptions: { compact: false } }));
    script(new Console({ stdout: output(), colorMode: true }));
    return text;
  };
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  const [first, second] = [written(theirConsole.Console), written(ourConsole.Console)];
  process.emitWarning = warn;
  assert.fixture(second, first);
  for (const args of [[], [5], [{ stdout: 5 }], [{ stdout: process.stdout, groupIndentation: -1 }]]) {
    compare(
      () => void new (theirConsole.Console as Any)(...args),
      () => void new ourConsole.Console(...args),
      inspect(args),
    );
  }
});

test.run();
