// diagnostics_channel and perf_hooks show each socket and server once, ours and none below it, as node:net shows its own.
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import nodeNet, { type Server, type Socket } from 'node:net';
import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { implementation, type Net } from '../support/implementation.ts';

const net = await implementation();

const CHANNELS = [
  'net.client.socket',
  'net.server.socket',
  'tracing:net.server.listen:asyncStart',
  'tracing:net.server.listen:asyncEnd',
  'tracing:net.server.listen:error',
];

interface Told {
  socket?: object;
  server?: object;
  options?: { host?: string };
  error?: { code: string };
}

/** `names` gives an object the name it is called by, `says` marks what comes between what is told. */
type Scenario = (
  on: Net,
  names: (object: object, name: string) => void,
  says: (what: string) => void,
) => Promise<void>;

/** What is told while the scenario runs; what has been given a name is called by it. */
async function toldIn(scenario: Scenario, on: Net): Promise<string[]> {
  const names = new Map<object | undefined, string>([[undefined, '']]);
  const told: (() => string)[] = [];
  const named = (object?: object) => names.get(object) ?? 'a stranger';
  const listeners = CHANNELS.map(name => {
    const listener = (message: unknown) => {
      const { socket, server, options, error } = message as Told;
      told.push(() => `${name} ${named(socket)}${named(server)} ${options?.host ?? ''}${error?.code ?? ''}`);
    };
    channel(name).subscribe(listener);
    return () => channel(name).unsubscribe(listener);
  });
  const says = (what: string) => told.push(() => what);
  await scenario(on, (object, name) => names.set(object, name), says);
  for (const unsubscribe of listeners) unsubscribe();
  return told.map(line => line());
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

/** A connection to the end, by net.connect and by a Socket of its own. */
const connections: Scenario = async (on, names) => {
  const server = on.createServer(socket => {
    names(socket, 'accepted');
    socket.resume().end();
  });
  names(server, 'server');
  const port = await listening(server);
  const made: [name: string, connect: () => Socket][] = [
    ['connected', () => on.connect(port, '127.0.0.1')],
    ['made', () => new on.Socket().connect(port, '127.0.0.1')],
  ];
  for (const [name, connect] of made) {
    const socket = connect().resume();
    names(socket, name);
    await once(socket, 'close');
  }
  server.close();
  await once(server, 'close');
};

/** Two servers on one port. */
const refusal: Scenario = async (on, names, says) => {
  const server = on.createServer();
  names(server, 'first');
  server.listen();
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const second = on.createServer();
  names(second, 'second');
  second.listen({ port });
  says('listen has returned');
  await once(second, 'error');
  server.close();
  await once(server, 'close');
};

const SCENARIOS: [sentence: string, scenario: Scenario, first: string][] = [
  ['sockets and servers are told of, each once', connections, 'tracing:net.server.listen:asyncStart server'],
  ['a server that cannot listen is told of', refusal, 'tracing:net.server.listen:asyncStart first'],
];

for (const [sentence, scenario, first] of SCENARIOS) {
  test(sentence, async () => {
    const expected = await toldIn(scenario, nodeNet);
    assert.match(expected[0], first);
    assert.not(expected.some(line => line.includes('stranger')));
    assert.equal(await toldIn(scenario, net), expected);
  });
}

test('connections are measured, each once', async () => {
  const measured = async (on: Net) => {
    const entries: string[] = [];
    const observer = new PerformanceObserver(list => {
      for (const entry of list.getEntries() as (PerformanceEntry & { detail: { host: string } })[]) {
        entries.push(`${entry.entryType} ${entry.name} ${entry.detail.host}`);
      }
    });
    observer.observe({ entryTypes: ['net'] });
    await connections(
      on,
      () => {},
      () => {},
    );
    await new Promise(resolve => setTimeout(resolve, 20));
    observer.disconnect();
    return entries;
  };
  const expected = await measured(nodeNet);
  assert.is(expected.length, 2);
  assert.equal(await measured(net), expected);
});

test.run();
