// node:diagnostics_channel and node:stream of guests beside Node's.

import { AsyncLocalStorage } from 'node:async_hooks';
import theirs from 'node:diagnostics_channel';
import theirStream from 'node:stream';
import { test } from 'uvu';
import { type Any, compare, compareLater } from './beside.ts';
import { onNode } from './on-node.ts';

const { diagnostics_channel: ours, stream: ourStream } = (await onNode(
  'diagnostics_channel',
  'stream',
)) as Any;
let names = 0;

test('channels tell their subscribers as in Node', async () => {
  const stories: ((diagnostics: Any, name: string) => unknown)[] = [
    ({ channel, subscribe, unsubscribe, hasSubscribers }, name) => {
      const heard: unknown[] = [];
      const listener = (...args: unknown[]) => heard.push(args);
      const made = channel(name);
      made.publish(1);
      subscribe(name, listener);
      made.subscribe(listener);
      made.publish({ a: 1 });
      const before = [made.hasSubscribers, hasSubscribers(name), channel(name) === made];
      return [
        heard,
        before,
        unsubscribe(name, listener),
        made.unsubscribe(listener),
        unsubscribe(name, listener),
        made.hasSubscribers,
        made.name,
      ];
    },
    ({ channel }, name) => channel(name).subscribe(5),
    ({ channel }) => channel(5),
    ({ channel }, name) => {
      const store = new AsyncLocalStorage();
      const made = channel(name);
      made.bindStore(store, (value: number) => value * 2);
      const inside = made.runStores(
        21,
        function (this: unknown, ...args: unknown[]) {
          return [store.getStore(), this, args];
        },
        'self',
        1,
        2,
      );
      return [
        inside,
        store.getStore(),
        made.unbindStore(store),
        made.unbindStore(store),
        made.hasSubscribers,
      ];
    },
    async ({ tracingChannel }, name) => {
      const heard: unknown[] = [];
      const tracing = tracingChannel(name);
      const handlers = Object.fromEntries(
        ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map(event => [
          event,
          (context: Any) => heard.push([event, context.result, context.error?.message]),
        ]),
      );
      const untold = tracing.traceSync(() => 'before', {});
      tracing.subscribe(handlers);
      const results = [
        untold,
        tracing.traceSync((a: number) => a + 1, {}, null, 1),
        await tracing.tracePromise(async () => 'later', {}),
        await tracing
          .tracePromise(async () => {
            throw new Error('rejected');
          }, {})
          .catch((error: Error) => error.message),
      ];
      try {
        tracing.traceSync(() => {
          throw new Error('thrown');
        }, {});
      } catch {}
      await new Promise<void>(resolve => {
        tracing.traceCallback(
          (done: Any) => setImmediate(done, null, 'called'),
          0,
          {},
          null,
          (_: unknown, value: string) => {
            results.push(value);
            resolve();
          },
        );
      });
      return [results, heard, tracing.unsubscribe(handlers), tracing.hasSubscribers];
    },
  ];
  for (const story of stories) {
    const name = `story ${names++}`;
    await compareLater(
      async () => story(theirs, name),
      async () => story(ours, name),
      `${story}`,
    );
  }
});

test('streams flow, end, fail and are held back as in Node', async () => {
  const events = (stream: Any, heard: unknown[]) => {
    for (const name of ['data', 'end', 'close', 'error', 'finish', 'pause', 'resume', 'drain', 'prefinish']) {
      stream.on(name, (value: Any) =>
        heard.push([
          name,
          value instanceof Error
            ? [value.message, (value as Any).code]
            : value === undefined
              ? ''
              : String(value),
        ]),
      );
    }
  };
  const later = () => new Promise(resolve => setTimeout(resolve, 5));
  const stories: ((stream: Any, heard: unknown[]) => unknown)[] = [
    async ({ Readable }, heard) => {
      events(Readable.from(['a', 'b']), heard);
      await later();
    },
    async ({ Transform }, heard) => {
      const made = new Transform({
        transform: (chunk: Any, _: Any, done: Any) => done(null, chunk),
        highWaterMark: 2,
      });
      events(made, heard);
      heard.push(made.write('abc'), made.writableLength, made.writableNeedDrain);
      made.end('d');
      await later();
    },
    async ({ Writable }, heard) => {
      const made = new Writable({
        write: (_chunk: Any, _: Any, done: Any) => setTimeout(done, 1, new Error('refused')),
      });
      events(made, heard);
      made.write('a', (error: Any) => heard.push(['callback', error?.message]));
      made.write('b', (error: Any) => heard.push(['callback', error?.message]));
      await later();
      made.write('c', (error: Any) => heard.push(['callback', error?.code]));
      await later();
    },
    async ({ Readable }, heard) => {
      const made = new Readable({ read() {} });
      events(made, heard);
      made.pause();
      made.push('a');
      await later();
      heard.push(made.isPaused(), made.readableLength, made.readableFlowing);
      made.resume();
      made.push(null);
      await later();
      heard.push(made.readableEnded, made.destroyed);
    },
    async ({ PassThrough, pipeline }, heard) => {
      const [one, two] = [new PassThrough(), new PassThrough()];
      events(two, heard);
      pipeline(one, two, (error: Any) => heard.push(['pipeline', error?.code]));
      one.write('a');
      one.destroy();
      await later();
    },
    async ({ Duplex }, heard) => {
      const made = new Duplex({
        read() {},
        write: (_c: Any, _e: Any, done: Any) => done(),
        allowHalfOpen: false,
      });
      events(made, heard);
      made.push(null);
      made.resume();
      await later();
      heard.push(made.writableEnded, made.writableFinished);
    },
    async ({ Writable }, heard) => {
      const seen: string[] = [];
      const made = new Writable({
        writev: (chunks: Any[], done: Any) => {
          seen.push(chunks.map(({ chunk }) => String(chunk)).join('+'));
          done();
        },
      });
      made.cork();
      made.write('a');
      made.write('b');
      made.uncork();
      made.end('c');
      await later();
      heard.push(seen);
    },
    async ({ Readable, finished, addAbortSignal }, heard) => {
      const controller = new AbortController();
      const made = addAbortSignal(controller.signal, new Readable({ read() {} }));
      finished(made, (error: Any) => heard.push(['finished', error?.name, error?.code]));
      made.on('error', (error: Any) => heard.push([error.name, error.code]));
      controller.abort();
      await later();
    },
  ];
  for (const story of stories) {
    const told = async (stream: Any) => {
      const heard: unknown[] = [];
      await story(stream, heard);
      return heard;
    };
    await compareLater(
      () => told(theirStream),
      () => told(ourStream),
      `${story}`,
    );
  }
});

test('what is no stream, chunk or option is refused as in Node', () => {
  const calls: ((stream: Any) => unknown)[] = [
    ({ Writable }) => new Writable().write(null),
    ({ Writable }) => new Writable({ write() {} }).write(5),
    ({ Writable }) => new Writable({ write() {} }).write('a', 'nope'),
    ({ Readable }) => Readable.from(5),
    ({ Readable }) => new Readable({ highWaterMark: -1 }),
    ({ Readable }) => new Readable({ highWaterMark: 'x' }),
    ({ pipeline }) => pipeline(),
    ({ pipeline, PassThrough }) => pipeline(new PassThrough(), () => {}),
    ({ finished }) => finished({}, () => {}),
    ({ Duplex }) => Duplex.from(5),
    stream => [
      stream.Stream === stream,
      typeof stream.promises.pipeline,
      stream.isReadable(new stream.Readable()),
      stream.isErrored(new stream.Readable()),
    ],
    stream => new stream.Writable() instanceof stream.Stream,
    stream => new stream.PassThrough() instanceof stream.Writable,
  ];
  for (const call of calls)
    compare(
      () => call(theirStream),
      () => call(ourStream),
      `${call}`,
    );
});

test.run();
