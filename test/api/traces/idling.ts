// Idle timeouts and what runs around them: the async context of 'timeout', listeners that see to the timeouts of
// other sockets, and ticks that take long.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scenario } from '../../support/scenario.ts';
import type { SocketActor } from '../../support/socket-actor.ts';
import { connectedPair } from './pair.ts';

const SOON = 10;
const LATER = 60;

/** A store whose value every 'timeout' of the client logs. */
function storeOf(client: SocketActor): AsyncLocalStorage<string> {
  const store = new AsyncLocalStorage<string>();
  client.socket.on('timeout', () => client.log(`in ${store.getStore()}`));
  client.socket.on('close', () => store.disable());
  return store;
}

/** Lets the thread pass that many milliseconds within the tick. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

export const idling: Scenario[] = [
  {
    name: 'timeout comes in the context of the last setTimeout, whatever happens until then',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const store = storeOf(client);
      store.run('first', () => client.socket.setTimeout(SOON));
      store.run('second', () => client.socket.setTimeout(SOON));
      await client.next('timeout');
      store.run('third', () => client.socket.setTimeout(SOON + 1));
      store.run('write', () => client.write('text'));
      await client.next('timeout');
      store.run('fourth', () => client.socket.setTimeout(SOON));
      client.socket.setTimeout(0);
      client.socket.setTimeout(SOON);
      await client.next('timeout');
      client.socket.setTimeout(0);
      client.flow().end();
    },
  },
  {
    name: 'setTimeouts of one tick have the contexts of their calls',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      const store = storeOf(client);
      accepted.socket.on('timeout', () => accepted.log(`in ${store.getStore()}`));
      store.run('one', () => client.socket.setTimeout(SOON));
      store.run('other', () => accepted.socket.setTimeout(SOON));
      await Promise.all([client.next('timeout'), accepted.next('timeout')]);
      client.socket.setTimeout(0);
      accepted.socket.setTimeout(0);
      accepted.flow().end();
      client.flow().end();
    },
  },
  {
    name: 'a timeout that has come belongs to the write that starts it again',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const store = storeOf(client);
      store.run('setTimeout', () => client.socket.setTimeout(SOON));
      await client.next('timeout');
      store.run('write', () => client.write('awake'));
      store.run('another', () => client.write('still awake'));
      await client.next('timeout');
      client.socket.setTimeout(0);
      client.flow().end();
    },
  },
  {
    name: 'a timeout that a listener of its own starts again stays where it was',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const store = storeOf(client);
      client.socket.once('timeout', () => store.run('listener', () => client.socket.write('awake')));
      store.run('setTimeout', () => client.socket.setTimeout(SOON));
      await client.next('timeout');
      store.run('write', () => client.socket.write('awake'));
      await client.next('timeout');
      client.socket.setTimeout(0);
      client.flow().end();
    },
  },
  ...['cleared', 'set anew', 'renewed'].map(
    (done): Scenario => ({
      name: `a timeout that is ${done} by the listener of another one does not come`,
      async run(net, t) {
        // Which of the two is first is nobody's business.
        const view = { quiet: ['timeout'] };
        const { client, accepted } = await connectedPair(net, t, { clientView: view, acceptedView: view });
        const sockets = [client.socket, accepted.socket];
        let came = 0;
        for (const socket of sockets) {
          const other = socket === client.socket ? accepted.socket : client.socket;
          socket.setTimeout(LATER, () => {
            came++;
            if (done === 'cleared') other.setTimeout(0);
            else if (done === 'set anew') other.setTimeout(20 * LATER);
            else other.write('text');
            setTimeout(() => {
              t.log(`timeouts: ${came}`);
              for (const each of sockets) each.destroy();
            }, SOON);
          });
        }
        await Promise.all([client.closed(), accepted.closed()]);
      },
    }),
  ),
  {
    name: 'work in the tick that sets many timeouts does not make one come early',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      const others = Array.from({ length: 100 }, () => new net.Socket().setTimeout(100 * LATER));
      work(5 * LATER);
      client.socket.setTimeout(6 * LATER, () => client.log('the timeout comes'));
      setTimeout(() => client.log('a timer that is due before'), 3 * LATER);
      await client.next('timeout');
      for (const other of others) other.destroy();
      client.socket.setTimeout(0);
      accepted.flow().end();
      client.flow().end();
    },
  },
];
