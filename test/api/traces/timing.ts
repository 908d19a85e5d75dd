// Idle timeouts. No scenario measures time: it waits for a 'timeout', or for one that is due later than the
// one that must not come.
import type { LookupFunction } from 'node:net';
import type { Scenario } from '../../support/scenario.ts';
import { connectedPair, listeningServer } from './pair.ts';
import { silentPort } from './silent-port.ts';

const SOON = 10;
const LATER = 60;

export const timing: Scenario[] = [
  {
    name: 'setTimeout emits timeout, calls its callback once and does not close the socket',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const returned = client.socket.setTimeout(SOON, () => client.log('the timeout callback is called'));
      client.log(`returns itself: ${returned === client.socket}`);
      await client.next('timeout');
      client.socket.setTimeout(0);
      client.state('idle', 'timeout', 'destroyed', 'readyState');
      client.write('still here');
      await accepted.received(10);
      client.flow().end();
    },
  },
  {
    name: 'setTimeout(0) disables the timeout and removes its callback',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      const callback = () => client.log('the timeout callback must not be called');
      client.socket.setTimeout(SOON, callback);
      client.socket.setTimeout(0, callback);
      client.state('disabled', 'timeout');
      client.log(`listeners: ${client.socket.listenerCount('timeout')}`);
      accepted.socket.setTimeout(LATER);
      await accepted.next('timeout');
      accepted.socket.setTimeout(0);
      client.flow().end();
    },
  },
  {
    name: 'after a timeout, activity starts the clock again',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.setTimeout(SOON);
      await client.next('timeout');
      client.write('awake');
      await client.next('timeout');
      client.socket.setTimeout(0);
      client.flow().end();
    },
  },
  {
    name: 'destroyed in the timeout listener',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.setTimeout(SOON, () => client.socket.destroy());
    },
  },
  {
    name: 'destroyed with an error in the timeout listener',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      client.socket.setTimeout(SOON, () => client.socket.destroy(new Error('idle for too long')));
    },
  },
  {
    name: 'a socket that waits for its lookup times out',
    async run(net, t) {
      const never = () => {};
      const options = { port: 80, host: 'name.invalid', lookup: never, timeout: SOON };
      const client = t.socket('client', net.connect(options));
      client.state('before', 'timeout', 'connecting');
      await client.next('timeout');
      client.state('after', 'connecting', 'readyState');
      client.socket.destroy();
    },
  },
  {
    name: 'a socket whose peer never answers times out and stays connecting',
    async run(net, t) {
      const client = t.socket('client', net.connect(await silentPort(t), '127.0.0.1'));
      client.socket.setTimeout(SOON);
      client.write('hello?');
      await client.next('timeout');
      client.state('after', 'connecting', 'readyState', 'bytesWritten');
      client.socket.destroy(new Error('nobody there'));
    },
  },
  {
    name: 'a timeout set before connect comes while connecting and does not keep it from going on',
    async run(net, t) {
      const server = await listeningServer(net, t);
      let answer = () => {};
      const lookup: LookupFunction = (_host, _options, done) => {
        answer = () => done(null, '127.0.0.1', 4);
      };
      const client = t.socket('client', new net.Socket());
      client.socket.setTimeout(SOON, () => {
        client.state('timed out', 'connecting', 'timeout');
        client.socket.setTimeout(0);
        answer();
      });
      const name = { host: 'name.invalid', lookup, autoSelectFamily: false };
      client.socket.connect({ port: server.port, ...name });
      await Promise.all([client.next('ready'), server.accepted()]);
      server.close();
      client.flow().end();
    },
  },
  {
    name: 'a closed socket does not time out',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t, { server: { allowHalfOpen: true } });
      client.socket.setTimeout(SOON);
      client.socket.destroy();
      accepted.socket.setTimeout(LATER);
      await accepted.next('timeout');
      client.state('closed', 'timeout');
      accepted.flow().end();
    },
  },
  {
    name: 'each side has a timeout of its own',
    async run(net, t) {
      const { client, accepted } = await connectedPair(net, t);
      accepted.flow();
      accepted.socket.setTimeout(SOON, () => accepted.end('the server was bored'));
      client.flow();
      await Promise.all([client.closed(), accepted.closed()]);
      client.state('closed', 'timeout');
      accepted.state('closed', 'timeout');
    },
  },
];
