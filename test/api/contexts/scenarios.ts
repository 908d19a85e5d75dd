// Programs that give each call a name by AsyncLocalStorage and write down which name each callback and event sees.
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Net } from '../../support/implementation.ts';
import { silentPort } from '../../support/silent-port.ts';

/** What a scenario is given: the net, `as` to run something under a name, `sees` to write down whose name it is. */
export interface Stage {
  net: Net;
  as<R>(name: string, run: () => R): R;
  sees(what: string): void;
  /** Resolves when all sockets that were watched are closed. */
  watched: Promise<void>[];
}

export type Scenario = (stage: Stage) => Promise<void>;

/** What is seen, in the order of the callbacks of each actor. */
export async function seenBy(scenario: Scenario, net: Net): Promise<string[]> {
  const names = new AsyncLocalStorage<string>();
  const seen: string[] = [];
  await scenario({
    net,
    as: (name, run) => names.run(name, run),
    sees: what => seen.push(`${what}: ${names.getStore() ?? 'nobody'}`),
    watched: [],
  });
  return seen.sort((one, other) => actor(one).localeCompare(actor(other)));
}

function actor(line: string): string {
  return line.split(' ', 1)[0];
}

const EVENTS = ['lookup', 'connect', 'ready', 'data', 'end', 'drain', 'finish', 'timeout', 'error', 'close'];

function watch({ sees, as, watched }: Stage, name: string, socket: Socket): Socket {
  watched.push(gone(socket));
  as('watcher', () => {
    for (const event of EVENTS) socket.on(event, () => sees(`${name} ${event}`));
  });
  return socket;
}

/** A server that echoes, and what it is told. */
async function echoing(stage: Stage): Promise<[server: Server, port: number]> {
  const { net, as, sees } = stage;
  const server = as('create', () =>
    net.createServer(socket => watch(stage, 'accepted', socket).pipe(socket)),
  );
  server.on('connection', () => sees('server connection'));
  server.on('listening', () => sees('server listening'));
  server.on('close', () => sees('server close'));
  as('listen', () => server.listen(0, '127.0.0.1', () => sees('server callback')));
  await once(server, 'listening');
  return [server, (server.address() as { port: number }).port];
}

async function closed({ as, sees, watched }: Stage, server: Server): Promise<void> {
  await Promise.all(watched);
  return new Promise(resolve => {
    as('stop', () =>
      server.close(() => {
        sees('server closed');
        resolve();
      }),
    );
  });
}

const gone = (socket: Socket) => new Promise<void>(resolve => socket.once('close', () => resolve()));

export const scenarios: Record<string, Scenario> = {
  'a connection, from connect to close': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const socket = as('connect', () => net.connect(port, '127.0.0.1', () => sees('client callback')));
    watch(stage, 'client', socket);
    await once(socket, 'connect');
    as('write', () => socket.write('hello', () => sees('client write callback')));
    await once(socket, 'data');
    as('end', () => socket.end(() => sees('client end callback')));
    await gone(socket);
    await closed(stage, server);
  },

  'a socket made in one place and connected in another': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const socket = as('make', () => new net.Socket());
    watch(stage, 'client', socket);
    const lookup = (_name: string, _options: unknown, answer: (...args: unknown[]) => void) => {
      sees('client lookup call');
      setImmediate(() => as('answer', () => answer(null, '127.0.0.1', 4)));
    };
    const options = { port, host: 'name', lookup, autoSelectFamily: false } as never;
    as('connect', () => socket.connect(options, () => sees('client callback')));
    as('early', () => socket.write('before there is a connection', () => sees('client write callback')));
    await once(socket, 'data');
    as('destroy', () => socket.destroy());
    await gone(socket);
    await closed(stage, server);
  },

  'names with one address, and with two': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    for (const [name, found] of [
      ['one', ['127.0.0.1']],
      ['two', ['127.0.0.1', '::1']],
      ['second', ['::1', '127.0.0.1']],
    ] as const) {
      const addresses = found.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
      const lookup = (_name: string, _options: unknown, answer: (...args: unknown[]) => void) => {
        setImmediate(() => as('answer', () => answer(null, addresses)));
      };
      const options = { port, host: 'name', lookup, autoSelectFamily: true } as never;
      const socket = as('connect', () => net.connect(options, () => sees(`${name} callback`)));
      watch(stage, name, socket);
      for (const event of ['connectionAttempt', 'connectionAttemptFailed']) {
        socket.on(event, () => sees(`${name} ${event}`));
      }
      await once(socket, 'connect');
      as('write', () => socket.write('hello', () => sees(`${name} written`)));
      await once(socket, 'data');
      as('end', () => socket.end(() => sees(`${name} ended`)));
      await gone(socket);
    }
    await closed(stage, server);
  },

  'an address that does not answer, and the next': async stage => {
    const { net, as, sees } = stage;
    const silent = await silentPort();
    const server = as('create', () => net.createServer(socket => socket.pipe(socket)));
    await new Promise<void>(resolve => server.listen(silent.port, '::1', resolve));
    const others = ['anna', 'bert'].map(name => as(name, () => net.connect(silent.port, '::1')));
    for (const [i, other] of others.entries()) as(`timer ${i}`, () => other.setTimeout(5 + 30 * i));
    const addresses = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    const lookup = (_name: string, _options: unknown, answer: (...args: unknown[]) => void) => {
      setImmediate(() => as('answer', () => answer(null, addresses)));
    };
    const options = { port: silent.port, host: 'name', lookup, autoSelectFamilyAttemptTimeout: 20 } as never;
    const socket = as('connect', () => net.connect(options));
    watch(stage, 'client', socket);
    for (const event of ['connectionAttempt', 'connectionAttemptTimeout']) {
      socket.on(event, () => sees(`client ${event}`));
    }
    await once(socket, 'connect');
    as('write', () => socket.write('hello'));
    await once(socket, 'data');
    for (const each of [socket, ...others]) as('end', () => each.end());
    await closed(stage, server);
    await silent.close();
  },

  'writes of one tick, each by somebody else': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const sockets = ['one', 'two'].map(name => as(name, () => net.connect(port, '127.0.0.1')));
    await Promise.all(sockets.map(socket => once(socket, 'connect')));
    const written: Promise<void>[] = [];
    for (const name of ['first', 'second', 'third']) {
      for (const [i, socket] of sockets.entries()) {
        as(`${name} of ${i}`, () => {
          const done = (over: () => void) => () => {
            sees(`${i} ${name} written`);
            over();
          };
          written.push(new Promise(resolve => socket.write(name, done(resolve))));
        });
      }
    }
    await Promise.all(written);
    for (const socket of sockets) {
      as('end', () => socket.resume().end());
      await gone(socket);
    }
    await closed(stage, server);
  },

  'writes that wait, each by somebody else': async stage => {
    const { net, as, sees } = stage;
    const server = net.createServer(socket => setTimeout(() => socket.resume(), 20)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = as('connect', () => net.connect((server.address() as { port: number }).port, '127.0.0.1'));
    watch(stage, 'client', socket);
    await once(socket, 'connect');
    const big = Buffer.alloc(8_000_000);
    const written = ['big', 'bigger', 'biggest'].map(
      name =>
        new Promise<void>(resolve => {
          as(name, () =>
            socket.write(big, () => {
              sees(`writer ${name} written`);
              resolve();
            }),
          );
        }),
    );
    await Promise.all(written);
    as('end', () => socket.resume().end());
    await gone(socket);
    await closed(stage, server);
  },

  'a timeout': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const socket = as('connect', () => net.connect(port, '127.0.0.1'));
    watch(stage, 'client', socket);
    await once(socket, 'connect');
    as('set', () => socket.setTimeout(20, () => sees('client timeout callback')));
    await once(socket, 'timeout');
    as('write', () => socket.write('active'));
    await once(socket, 'data');
    await once(socket, 'timeout');
    as('destroy', () => socket.destroy());
    await gone(socket);
    await closed(stage, server);
  },

  'a connection that is refused': async stage => {
    const { net, as } = stage;
    const [server, port] = await echoing(stage);
    await closed(stage, server);
    const socket = as('connect', () => net.connect(port, '127.0.0.1'));
    watch(stage, 'client', socket);
    await gone(socket);
  },

  'an error of the program': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const socket = as('connect', () => net.connect(port, '127.0.0.1'));
    watch(stage, 'client', socket);
    await once(socket, 'connect');
    as('write', () => socket.write('on its way', () => sees('client write callback')));
    as('destroy', () => socket.destroy(new Error('enough')));
    await gone(socket);
    await closed(stage, server);
  },

  'a peer that resets': async stage => {
    const { net, as } = stage;
    const server = net.createServer(peer =>
      as('peer', () => peer.once('data', () => peer.resetAndDestroy())),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = as('connect', () => net.connect((server.address() as { port: number }).port, '127.0.0.1'));
    watch(stage, 'client', socket);
    as('write', () => socket.write('reset me'));
    await gone(socket);
    await closed(stage, server);
  },

  'two connections that talk at the same time': async stage => {
    const { net, as } = stage;
    const [server, port] = await echoing(stage);
    const names = ['anna', 'bert', 'carla'];
    await Promise.all(
      names.map(async name => {
        const socket = as(name, () => net.connect(port, '127.0.0.1'));
        watch(stage, name, socket);
        await once(socket, 'connect');
        for (let i = 0; i < 3; i++) {
          as(`${name} writes`, () => socket.write('word'));
          await once(socket, 'data');
        }
        as(`${name} ends`, () => socket.end());
        await gone(socket);
      }),
    );
    await closed(stage, server);
  },

  'paused and resumed by others': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const socket = as('connect', () => net.connect(port, '127.0.0.1'));
    await once(socket, 'connect');
    as('pause', () => socket.pause());
    as('write', () => socket.write('kept back'));
    await new Promise(resolve => setTimeout(resolve, 20));
    as('watch', () => socket.on('data', () => sees('client data')));
    socket.on('end', () => sees('client end'));
    as('resume', () => socket.resume());
    await once(socket, 'data');
    as('read', () => socket.pause());
    as('write', () => socket.end('again'));
    await new Promise(resolve => setTimeout(resolve, 20));
    as('resume', () => socket.resume());
    await gone(socket);
    await closed(stage, server);
  },

  'a path': async stage => {
    const { net, as, sees } = stage;
    const path = join(tmpdir(), `wasi-net-contexts-${process.pid}`);
    const server = as('create', () =>
      net.createServer(socket => watch(stage, 'accepted', socket).end('hello')),
    );
    as('listen', () => server.listen(path, () => sees('server callback')));
    await once(server, 'listening');
    const socket = as('connect', () => net.connect(path, () => sees('client callback')));
    watch(stage, 'client', socket);
    await gone(socket);
    await closed(stage, server);
  },

  'questions to a server': async stage => {
    const { as, sees } = stage;
    const [server] = await echoing(stage);
    await new Promise<void>(resolve => {
      as('count', () =>
        server.getConnections(() => {
          sees('asker counted');
          resolve();
        }),
      );
    });
    await closed(stage, server);
  },

  'a port that is taken': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const second = as('create', () => net.createServer());
    second.on('error', () => sees('second error'));
    as('listen', () => second.listen(port, '127.0.0.1'));
    await once(second, 'error').catch(() => {});
    await closed(stage, server);
  },

  'sockets by promises and for await': async stage => {
    const { net, as, sees } = stage;
    const [server, port] = await echoing(stage);
    const socket = as('connect', () => net.connect(port, '127.0.0.1'));
    await as('reader', async () => {
      socket.end('all of it');
      for await (const _chunk of socket) sees('reader chunk');
      sees('reader over');
    });
    await closed(stage, server);
  },
};
