// Events of sockets among timers and immediates.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { log, type Programs, SPACE, withResolvers } from './programs.ts';

function serve(
  onSocket: (socket: Socket) => void,
  connected: (port: number, close: () => void) => void,
): void {
  const server = createServer(onSocket);
  server.listen(0, '127.0.0.1', () =>
    connected((server.address() as AddressInfo).port, () => server.close()),
  );
}

/** What ends the callback in which it is called. */
function after(name: string): void {
  process.nextTick(() => log(name, 'tick'));
  Promise.resolve().then(() => log(name, 'microtask'));
  setImmediate(() => log(name, 'immediate'));
}

export const sockets: Programs = {
  'each event of a socket is followed by its ticks, microtasks and immediates'() {
    serve(
      socket => setTimeout(() => socket.end('bytes'), SPACE),
      (port, close) => {
        const socket = connect(port, '127.0.0.1');
        for (const event of ['lookup', 'connect', 'ready', 'data', 'end', 'close']) {
          socket.on(event, () => {
            log(event);
            after(event);
          });
        }
        socket.on('close', close);
      },
    );
  },

  'connect and close tell nobody before the present callback has ended'() {
    serve(
      socket => socket.resume(),
      (port, close) => {
        const socket = connect(port, '127.0.0.1', () => log('connected'));
        log('after connect', socket.connecting);
        process.nextTick(() => log('tick after connect'));
        setTimeout(() => {
          socket.on('close', () => {
            log('closed');
            close();
          });
          socket.destroy();
          log('after destroy', socket.destroyed);
          process.nextTick(() => log('tick after destroy'));
          setImmediate(() => log('immediate after destroy'));
        }, SPACE);
      },
    );
  },

  'a socket that is written to, ended and answered'() {
    serve(
      socket => {
        socket.setEncoding('utf8');
        let text = '';
        socket.on('data', data => (text += data));
        socket.on('end', () => {
          log('server end', text);
          socket.end('answer');
        });
      },
      (port, close) => {
        const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
        socket.write('one ', () => log('written one'));
        socket.write('two', () => log('written two'));
        socket.end(() => log('finished'));
        socket.on('data', data => {
          log('data', String(data));
          setImmediate(() => log('immediate of data'));
        });
        socket.on('end', () => log('end'));
        socket.on('close', hadError => {
          log('close', hadError);
          close();
        });
      },
    );
  },

  'timers fire while sockets are silent'() {
    serve(
      () => {},
      (port, close) => {
        const silent = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'));
        let count = 0;
        const interval = setInterval(() => {
          log('interval', ++count);
          if (count < 5) return;
          clearInterval(interval);
          for (const socket of silent) socket.destroy();
          close();
        }, 5);
      },
    );
  },

  'a refused connection, its events and those after them'() {
    serve(
      () => {},
      (port, close) => {
        close();
        setImmediate(() => {
          const socket = connect(port, '127.0.0.1');
          socket.on('error', error => {
            log('error', (error as NodeJS.ErrnoException).code);
            after('error');
          });
          socket.on('close', hadError => {
            log('close', hadError);
            after('close');
          });
        });
      },
    );
  },

  async 'a socket is iterated'() {
    const { promise, resolve } = withResolvers<[number, () => void]>();
    serve(
      socket => {
        socket.write('one');
        setTimeout(() => socket.end('two'), SPACE);
      },
      (...served) => resolve(served),
    );
    const [port, close] = await promise;
    const socket = connect(port, '127.0.0.1');
    for await (const bytes of socket) log(String(bytes));
    log('end', socket.destroyed);
    close();
    for await (const bytes of connect(port, '127.0.0.1')) log('never', String(bytes));
  },
};
