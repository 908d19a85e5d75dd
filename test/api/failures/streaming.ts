// Connections that fail once they are there: resets and broken pipes, and calls that come too late.
import nodeNet from 'node:net';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { Trace } from '../../support/trace.ts';
import { connectedPair, type Pair, type PairOptions } from '../traces/pair.ts';
import { attempt, fullCallback, watched } from './in-full.ts';

export const streaming: Scenario[] = [
  {
    name: 'a reset while reading fails with ECONNRESET of read',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t);
      client.flow();
      accepted.flow();
      accepted.socket.resetAndDestroy();
      await client.closed();
      client.snap('closed');
    },
  },
  {
    name: 'a reset of the client while the server reads fails with ECONNRESET of read',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t);
      client.flow();
      accepted.flow();
      client.socket.resetAndDestroy();
      await accepted.closed();
      accepted.snap('closed');
    },
  },
  {
    name: 'a reset while a write waits fails the write, and those behind it',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, {
        server: { pauseOnConnect: true },
        prepare: c => c.socket.pause(),
      });
      client.socket.write(Buffer.alloc(16 << 20), fullCallback(client, 'write'));
      client.socket.write('second', fullCallback(client, 'second write'));
      client.socket.end('last', fullCallback(client, 'end'));
      accepted.socket.resetAndDestroy();
    },
  },
  {
    name: 'a reset while an end waits fails the end',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, {
        server: { pauseOnConnect: true },
        prepare: c => c.socket.pause(),
      });
      client.socket.end(Buffer.alloc(16 << 20), fullCallback(client, 'end'));
      accepted.socket.resetAndDestroy();
    },
  },
  {
    name: 'a write after a reset that was not read fails with ECONNRESET or EPIPE of write',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, { prepare: c => c.socket.pause() });
      accepted.socket.resetAndDestroy();
      await accepted.closed();
      client.socket.write('to nobody', fullCallback(client, 'write'));
    },
  },
  {
    name: 'a large write after a reset that was not read',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, { prepare: c => c.socket.pause() });
      accepted.socket.resetAndDestroy();
      await accepted.closed();
      client.socket.write(Buffer.alloc(1 << 20), fullCallback(client, 'write'));
    },
  },
  {
    name: 'two writes after a reset that was not read',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, { prepare: c => c.socket.pause() });
      accepted.socket.resetAndDestroy();
      await accepted.closed();
      client.socket.write('to nobody', fullCallback(client, 'write'));
      client.socket.write('to nobody either', fullCallback(client, 'second write'));
    },
  },
  {
    name: 'an end after a reset that was not read',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, { prepare: c => c.socket.pause() });
      accepted.socket.resetAndDestroy();
      await accepted.closed();
      client.socket.end(fullCallback(client, 'end'));
      client.socket.resume();
    },
  },
  {
    name: 'a write to a Unix peer that is gone fails with EPIPE',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, { unix: true, prepare: c => c.socket.pause() });
      accepted.socket.destroy();
      await accepted.closed();
      client.socket.write('to nobody', fullCallback(client, 'write'));
    },
  },
  {
    name: 'a Unix peer that is gone with unread bytes resets',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, {
        unix: true,
        server: { pauseOnConnect: true },
      });
      client.flow();
      client.write('never read');
      await client.written();
      accepted.socket.destroy();
    },
  },
  {
    name: 'a write after the peer’s end, where half-open is not allowed, fails with EPIPE',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t);
      accepted.flow();
      accepted.end();
      client.socket.on('end', () => {
        setImmediate(() => client.socket.write('too late', fullCallback(client, 'write')));
      });
      client.flow();
    },
  },
  {
    name: 'writes after end fail with ERR_STREAM_WRITE_AFTER_END',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t);
      accepted.flow();
      client.flow();
      client.socket.end('last', fullCallback(client, 'end'));
      attempt(client, 'write', () => client.socket.write('too late', fullCallback(client, 'write')));
      attempt(client, 'end', () => client.socket.end('too late', fullCallback(client, 'second end')));
    },
  },
  {
    name: 'calls on a socket that is destroyed',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t);
      accepted.flow();
      client.socket.destroy();
      attempt(client, 'write', () => client.socket.write('too late', fullCallback(client, 'write')));
      attempt(client, 'end', () => client.socket.end('too late', fullCallback(client, 'end')));
      attempt(client, 'resetAndDestroy', () => client.socket.resetAndDestroy());
      attempt(client, 'destroySoon', () => client.socket.destroySoon());
      attempt(client, 'setTimeout', () => client.socket.setTimeout(1, () => client.log('timeout')));
      attempt(client, 'setKeepAlive', () => client.socket.setKeepAlive(true, 1000));
      attempt(client, 'setNoDelay', () => client.socket.setNoDelay());
      attempt(client, 'ref and unref', () => client.socket.ref().unref());
      attempt(client, 'pause, resume and read', () => client.socket.pause().resume().read());
      await client.closed();
      attempt(client, 'write', () => client.socket.write('later still', fullCallback(client, 'last write')));
      attempt(client, 'end', () => client.socket.end(fullCallback(client, 'last end')));
      client.snap('closed');
    },
  },
  {
    name: 'calls on a socket that was never connected',
    async run(net, t) {
      const client = watched(t.socket('client', new net.Socket()));
      attempt(client, 'setKeepAlive', () => client.socket.setKeepAlive(true, 1000));
      attempt(client, 'setNoDelay', () => client.socket.setNoDelay());
      attempt(client, 'ref and unref', () => client.socket.ref().unref());
      attempt(client, 'address', () => client.log(`address ${JSON.stringify(client.socket.address())}`));
      client.snap('never connected');
      attempt(client, 'write', () => client.socket.write('to nobody', fullCallback(client, 'write')));
      await client.closed();
      client.snap('closed');
    },
  },
  {
    name: 'a socket destroyed with what is no Error',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t);
      accepted.flow();
      client.socket.destroy('text' as unknown as Error);
    },
  },
  {
    name: 'an error of the program’s own while a write waits',
    async run(net, t) {
      const { client, accepted } = await watchedPair(net, t, {
        server: { pauseOnConnect: true },
        // How much the kernel had taken by then is its own affair.
        acceptedView: { quiet: ['data'] },
      });
      client.socket.write(Buffer.alloc(16 << 20), fullCallback(client, 'write'));
      client.socket.write('second', fullCallback(client, 'second write'));
      client.socket.destroy(new RangeError('enough'));
      accepted.socket.resume();
    },
  },
  {
    name: 'an abort before, while and after connecting',
    async run(net, t) {
      const server = nodeNet.createServer(socket => socket.resume()).listen(0, '127.0.0.1');
      await new Promise(resolve => server.once('listening', resolve));
      const { port } = server.address() as { port: number };
      for (const moment of ['before', 'while', 'after']) {
        const controller = new AbortController();
        if (moment === 'before') controller.abort();
        const socket = new net.Socket({ signal: controller.signal });
        const client = watched(t.socket(`client aborted ${moment}`, socket));
        if (moment !== 'before') client.socket.connect(port, '127.0.0.1');
        if (moment === 'after') await client.next('connect');
        if (moment !== 'before') controller.abort(new Error('the reason'));
        await client.closed();
      }
      server.close();
    },
  },
];

async function watchedPair(net: Net, t: Trace, options?: PairOptions): Promise<Pair> {
  const pair = await connectedPair(net, t, options);
  watched(pair.client);
  watched(pair.accepted);
  return pair;
}
