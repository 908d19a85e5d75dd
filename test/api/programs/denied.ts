// Programs that the system refuses something: permissions, descriptors. Each prints the errors in full.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inFull } from '../failures/in-full.ts';
import { type Program, print } from './program.ts';

/** The user that owns nothing, where there is none by name. */
const NOBODY = 65534;

export const denied: Record<string, Program> = {
  'paths in a folder that is closed to this user': net => {
    const parent = mkdtempSync(join(tmpdir(), 'wasi-net-'));
    const folder = join(parent, 'closed');
    mkdirSync(folder);
    const path = join(folder, 'socket');
    const first = net.createServer().listen(path, () => {
      first.unref();
      chmodSync(folder, 0);
      // To the superuser nothing is closed.
      if (process.getuid?.() === 0) process.seteuid?.(NOBODY);
      const failed = (what: string) => (error: Error) =>
        print(`${what}: ${inFull(error).replaceAll(parent, '<parent>')}`);
      net
        .connect(path)
        .on('error', failed('connect'))
        .on('close', hadError => {
          print(`connect: close ${hadError}`);
          const second = net.createServer().on('error', failed('listen'));
          second.listen(join(folder, 'other'), () => print('listens'));
          setImmediate(() => {
            if (process.getuid?.() === 0) process.seteuid?.(0);
            chmodSync(folder, 0o700);
            rmSync(parent, { recursive: true });
          });
        });
    });
  },

  /** Run it with few descriptors. */
  'more connections than there are descriptors': (net, port) => {
    const open: Socket[] = [];
    const next = (): void => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('connect', () => {
        open.push(socket);
        next();
      });
      socket.on('error', error => print(inFull(error).replace(/port=‹\d+›/, 'port=<port>')));
      socket.on('close', () => {
        if (open.includes(socket)) return;
        for (const each of open) each.destroy();
        print('closed');
        // With the descriptors back it connects again.
        setImmediate(() => {
          const last = net.connect(port, '127.0.0.1', () => {
            print('connects again');
            last.destroy();
          });
        });
      });
    };
    next();
  },
};
