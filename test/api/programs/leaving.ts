// Programs that write and leave: what node:net had handed to the kernel by then arrives, and so must ours. Each
// writes at most some 100 KB a socket, so that the kernel takes all of it and the outcome is the program's alone.
import type { Server } from 'node:net';
import { onConnect, PatternWriter, type Program, print } from './program.ts';

export const leaving: Record<string, Program> = {
  'two writes, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.write(3);
      w.write(4);
      process.exit();
    }),

  'a thousand small writes, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.many(1000, 16);
      process.exit();
    }),

  'writes of mixed sizes, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      process.exit();
    }),

  'small writes after large ones, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.many(1, 20_000).many(3, 10).many(1, 40_000).many(3, 10);
      process.exit();
    }),

  'text in several encodings, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.socket.write(w.next(20).toString());
      w.socket.write(w.next(231).toString('latin1'), 'latin1');
      w.socket.write(w.next(50).toString());
      w.socket.write(w.next(100).toString('hex'), 'hex');
      w.socket.write(w.next(100).toString('base64'), 'base64');
      process.exit();
    }),

  'corked writes, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.socket.cork();
      w.many(100, 10);
      w.socket.uncork();
      w.many(5, 10);
      process.exit();
    }),

  'writes that are still corked at the exit': (net, port) =>
    onConnect(net, port, w => {
      w.many(2, 10);
      w.socket.cork();
      w.many(100, 10);
      process.exit();
    }),

  'corked twice and uncorked once, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.many(2, 10);
      w.socket.cork();
      w.many(2, 10);
      w.socket.cork();
      w.many(2, 10);
      w.socket.uncork();
      process.exit();
    }),

  'writes, cork, writes and uncork in the next tick': (net, port) =>
    onConnect(net, port, w => {
      w.many(3, 10);
      w.socket.cork();
      w.many(3, 10);
      process.nextTick(() => {
        w.socket.uncork();
        w.many(3, 10);
        process.exit();
      });
    }),

  'writes and end, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      w.socket.end();
      process.exit();
    }),

  'writes and end with a last chunk, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.many(10, 100);
      w.socket.end(w.next(100));
      process.exit();
    }),

  'writes and destroy': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      w.socket.destroy();
    }),

  'writes and destroy, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      w.socket.destroy();
      process.exit();
    }),

  'writes and destroySoon': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      w.socket.destroySoon();
    }),

  'writes and destroySoon, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      w.socket.destroySoon();
      process.exit();
    }),

  'writes and destroy with an error': (net, port) =>
    onConnect(net, port, w => {
      w.socket.on('error', () => {});
      w.mixed();
      w.socket.destroy(new Error('enough'));
    }),

  'writes over several ticks, then exit': (net, port) =>
    onConnect(net, port, w => {
      let ticks = 5;
      const tick = (): void => {
        w.many(20, 30);
        if (--ticks === 0) process.exit();
        process.nextTick(tick);
      };
      tick();
    }),

  'writes in promises, then exit in one': (net, port) =>
    onConnect(net, port, async w => {
      for (let i = 0; i < 5; i++) {
        w.many(20, 30);
        await undefined;
      }
      process.exit();
    }),

  'writes over several turns, then exit': (net, port) =>
    onConnect(net, port, w => {
      let turns = 5;
      const turn = (): void => {
        w.many(20, 30);
        if (--turns === 0) process.exit();
        setImmediate(turn);
      };
      turn();
    }),

  'writes in a data listener, then exit': (net, port) =>
    net.connect(port, '127.0.0.1', function (this: import('node:net').Socket) {
      const writer = new PatternWriter(this);
      writer.write(10); // the peer answers
      this.on('data', () => {
        writer.mixed();
        process.exit();
      });
    }),

  'writes in an end listener, then exit': (net, port) => {
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const writer = new PatternWriter(socket);
    socket.resume().on('end', () => {
      writer.mixed();
      process.exit();
    });
    writer.write(10); // the peer answers and ends
  },

  'writes in a close listener of another socket, then exit': (net, port) =>
    onConnect(net, port, w => {
      net
        .connect(port, '127.0.0.1')
        .on('close', () => {
          w.many(20, 10);
          process.exit();
        })
        .destroy();
    }),

  'writes in a timeout listener, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.socket.setTimeout(5, () => {
        w.many(20, 10);
        process.exit();
      });
    }),

  'writes in a write callback, then exit': (net, port) =>
    onConnect(net, port, w => {
      w.write(10, () => {
        w.many(20, 10);
        process.exit();
      });
    }),

  'writes on ten sockets, then exit': (net, port) => {
    const writers: PatternWriter[] = [];
    for (let i = 0; i < 10; i++) {
      onConnect(net, port, writer => {
        writers.push(writer);
        if (writers.length < 10) return;
        for (const w of writers) w.many(50, 20);
        process.exit();
      });
    }
  },

  'writes in turn on ten sockets, then exit': (net, port) => {
    const writers: PatternWriter[] = [];
    for (let i = 0; i < 10; i++) {
      onConnect(net, port, writer => {
        writers.push(writer);
        if (writers.length < 10) return;
        for (let round = 0; round < 50; round++) for (const w of writers) w.write(1 + round);
        process.exit();
      });
    }
  },

  'writes, then an exception that nobody catches': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      throw new Error('nobody catches this');
    }),

  'writes, then an exception that a listener catches and exits': (net, port) => {
    process.on('uncaughtException', () => process.exit());
    onConnect(net, port, w => {
      w.mixed();
      throw new Error('a listener catches this');
    });
  },

  'writes, then an exception that a listener catches and goes on from': (net, port) => {
    process.on('uncaughtException', () => {});
    onConnect(net, port, w => {
      w.mixed();
      setImmediate(() => w.socket.end(w.next(10)));
      throw new Error('a listener catches this');
    });
  },

  'writes, then a rejection that nobody handles': (net, port) =>
    onConnect(net, port, async w => {
      w.mixed();
      throw new Error('nobody handles this');
    }),

  'writes in an exit listener': (net, port) =>
    onConnect(net, port, w => {
      process.on('exit', () => w.many(20, 10));
      process.exit();
    }),

  'writes before exit and in an exit listener': (net, port) =>
    onConnect(net, port, w => {
      process.on('exit', () => {
        w.many(20, 10);
        w.socket.end(w.next(10));
      });
      w.many(20, 10);
      process.exit();
    }),

  'writes in an exit listener that was there first': (net, port) => {
    const last: (() => void)[] = [];
    process.prependListener('exit', () => {
      for (const run of last) run();
    });
    onConnect(net, port, w => {
      last.push(() => w.many(20, 10));
      process.exit();
    });
  },

  'writes before the connection, exit when it is there': (net, port) => {
    const socket = net.connect(port, '127.0.0.1');
    new PatternWriter(socket).many(20, 10);
    socket.on('connect', () => process.exit());
  },

  'writes before the connection, exit when it is ready': (net, port) => {
    const socket = net.connect(port, '127.0.0.1');
    new PatternWriter(socket).many(20, 10);
    socket.on('ready', () => process.exit());
  },

  'writes before the connection, exit when they are written': (net, port) => {
    const socket = net.connect(port, '127.0.0.1');
    new PatternWriter(socket).many(19, 10).write(10, () => process.exit());
  },

  'writes, unref and nothing else to do': (net, port) =>
    onConnect(net, port, w => {
      w.mixed();
      w.socket.unref();
    }),

  'writes on a signal that the program handles, then exit': (net, port) =>
    onConnect(net, port, w => {
      process.on('SIGTERM', () => {
        w.mixed();
        process.exit();
      });
      setInterval(() => {}, 1000);
      process.kill(process.pid, 'SIGTERM');
    }),
};

/** The same from the other side: the program listens and prints its port, the test connects. */
export const serving: Record<string, Program> = {
  'writes of a server on its connection, then exit': net =>
    serve(net.createServer(), w => {
      w.mixed();
      process.exit();
    }),

  'writes of a server that answers, then exit': net =>
    serve(net.createServer(), w => {
      w.socket.on('data', () => {
        w.mixed();
        process.exit();
      });
    }),

  'writes and end of a server, then exit': net =>
    serve(net.createServer(), w => {
      w.mixed().socket.end(w.next(10));
      process.exit();
    }),

  'writes and destroy of a server': net =>
    serve(net.createServer(), w => {
      w.mixed().socket.destroy();
      process.exit();
    }),
};

function serve(server: Server, story: (writer: PatternWriter) => void): void {
  server.on('connection', socket => story(new PatternWriter(socket)));
  server.listen(0, '127.0.0.1', () => print((server.address() as { port: number }).port));
}
