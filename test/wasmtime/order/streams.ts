// The standard streams: what is written when, and what is read.

import net from 'node:net';
import type { Programs } from './programs.ts';

const LINE = `${'x'.repeat(1023)}\n`;

export const streams: Programs = {
  'four MiB in one write, then the exit'() {
    process.stdout.write(LINE.repeat(4096));
    process.exit(3);
  },

  'four MiB in lines, then an error'() {
    for (let i = 0; i < 4096; i++) process.stdout.write(LINE);
    throw new Error('after all lines');
  },

  'what write answers'() {
    const { stdout, stderr } = process;
    stdout.on('drain', () => stderr.write(`drain ${stdout.writableLength}\n`));
    for (const length of [10, 65_535, 65_536, 1 << 20, 10]) {
      const more = stdout.write('x'.repeat(length), () => stderr.write(`written ${length}\n`));
      stderr.write(`${length} ${more} ${stdout.writableLength} ${stdout.writableNeedDrain}\n`);
    }
    setImmediate(() => stderr.write(`immediate ${stdout.write('x')}\n`));
  },

  'a reader that goes'() {
    const { stdout, stderr } = process;
    stdout.on('error', ({ message, code, errno, syscall }: NodeJS.ErrnoException) => {
      stderr.write(`${message} ${code} ${errno} ${syscall}\n`);
      clearInterval(interval);
    });
    const interval = setInterval(() => stdout.write('x'), 5);
  },

  'what is read, as it comes'() {
    const { stdin } = process;
    stdin.setEncoding('utf8');
    const interval = process.argv[3] ? setInterval(() => {}, 5) : undefined;
    stdin.on('data', text => process.stdout.write(`read ${text}`));
    stdin.on('end', () => {
      process.stdout.write('end\n');
      clearInterval(interval);
    });
  },

  'what is read beside unreferenced sockets'() {
    process.stdin.on('data', text => process.stdout.write(`read ${text}`));
    const server = net
      .createServer(socket => socket.end('hello\n'))
      .listen(0, '127.0.0.1', () => {
        server.unref();
        const { port } = server.address() as net.AddressInfo;
        const socket = net.connect(port, '127.0.0.1').unref();
        socket.on('data', text => process.stdout.write(text));
        socket.on('close', () => silent(port));
      });
    const silent = (port: number) => {
      const socket = net.connect(port, '127.0.0.1').unref().setTimeout(20);
      socket.on('timeout', () => socket.destroy());
      socket.on('close', () => process.stdout.write('timeout\n'));
    };
  },

  async 'what is read, iterated and left'() {
    for await (const bytes of process.stdin) {
      process.stdout.write(`read ${bytes}`);
      break;
    }
    process.stdout.write('left\n');
  },
};
