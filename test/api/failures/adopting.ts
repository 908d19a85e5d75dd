// What cannot be adopted: descriptors that are none, or of something else, and what `listen` cannot listen on.
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import type { ListenOptions, SocketConstructorOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Net } from '../../support/implementation.ts';
import type { Scenario } from '../../support/scenario.ts';
import type { Trace } from '../../support/trace.ts';
import { listeningServer } from '../traces/pair.ts';
import { attempt, watched } from './in-full.ts';

/** No process of these tests has so many open. */
const NOT_OPEN = 4711;

/** What stands for a descriptor and is none. */
const NO_NUMBERS = [-1, 1.5, Number.NaN, Infinity, 2 ** 31, '3', null, true, {}, 3n];

export const adopting: Scenario[] = [
  {
    name: 'what is no descriptor is refused by the constructor of Socket',
    async run(net, t) {
      for (const fd of NO_NUMBERS) attempt(actor(t), `fd ${String(fd)}`, () => make(net, { fd }));
      for (const number of [-1, 1.5, Number.NaN]) attempt(actor(t), `${number}`, () => make(net, number));
    },
  },
  {
    name: 'a descriptor of a file or of nothing is refused by the constructor of Socket',
    async run(net, t) {
      const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
      const file = openSync(join(folder, 'file'), 'w');
      const device = openSync('/dev/null', 'r');
      for (const [label, fd] of Object.entries({ file, device, nothing: NOT_OPEN })) {
        attempt(actor(t), `the descriptor of ${label}`, () => make(net, { fd }));
        attempt(actor(t), `the descriptor of ${label} as a number`, () => make(net, fd));
        attempt(actor(t), `the descriptor of ${label} to connect`, () =>
          net.connect({ fd, port: 9, host: '127.0.0.1' } as never),
        );
      }
      closeSync(file);
      closeSync(device);
      rmSync(folder, { recursive: true });
    },
  },
  {
    name: 'a descriptor of a file or of nothing is refused by listen, with an error event',
    async run(net, t) {
      const folder = mkdtempSync(join(tmpdir(), 'wasi-net-'));
      const file = openSync(join(folder, 'file'), 'w');
      for (const [label, fd] of Object.entries({ file, nothing: NOT_OPEN })) {
        const server = watched(t.server(`on ${label}`, net.createServer()));
        attempt(server, 'listen', () => server.server.listen({ fd } as ListenOptions));
        await server.next('error');
        server.log(`listening ${server.server.listening}, address ${String(server.server.address())}`);
        attempt(server, 'listen once more', () => server.server.listen({ fd } as ListenOptions, 5));
        await server.next('error');
      }
      closeSync(file);
      rmSync(folder, { recursive: true });
    },
  },
  {
    name: 'what listens not, or is no number, is nothing to listen on',
    async run(net, t) {
      const server = watched(t.server('server', net.createServer()));
      const given: Record<string, unknown> = {
        'an empty handle': { _handle: null },
        'a handle of nothing': { handle: {} },
        'a handle under a handle': { handle: { handle: { fd: 3 } } },
        'a descriptor below 0': { fd: -1 },
        'a descriptor as text': { fd: '3' },
        'no descriptor': { fd: undefined },
      };
      for (const [label, what] of Object.entries(given)) {
        attempt(server, label, () => server.server.listen(what as ListenOptions));
        server.log(`listening ${server.server.listening}`);
      }
      // The message shows all of what was given.
      for (const what of [net.createServer(), new net.Socket()]) {
        try {
          server.server.listen(what as unknown as ListenOptions);
        } catch (e) {
          server.log(`${what.constructor.name}: ${String(e).split('Received')[0]}`);
        }
      }
    },
  },
  {
    name: 'a connected socket is nothing to listen on',
    async run(net, t) {
      const first = await listeningServer(net, t);
      // node:net closes the connection too, and its socket is never told.
      const client = net.connect(first.port, '127.0.0.1');
      const accepted = await first.accepted();
      if (client.connecting) await new Promise<void>(resolve => client.once('connect', resolve));
      const server = watched(t.server('listener', net.createServer()));
      attempt(server, 'listen', () => server.server.listen(client as unknown as ListenOptions));
      await server.next('error');
      client.destroy();
      await accepted.closed();
      first.close();
    },
  },
];

function make(net: Net, options: unknown): unknown {
  return new net.Socket(options as SocketConstructorOpts);
}

function actor(t: Trace): { log(text: string): void } {
  return { log: text => t.log(text) };
}
