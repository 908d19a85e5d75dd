// Debian's redis-server, empty and without persistence, on TCP and on a path.
import { join } from 'node:path';
import { needTool } from '../../../scripts/fetch-tools.mjs';
import type { Backdrop } from './compare.ts';
import { launch, listening } from './processes.ts';

export async function redis(): Promise<Backdrop> {
  const program = needTool('redis-server');
  const { port, folder, stop } = await listening(
    (at, dir) => {
      const path = join(dir, 'redis.sock');
      const options = { port: at, bind: '127.0.0.1', unixsocket: path, dir, save: '', appendonly: 'no' };
      return launch([program, ...Object.entries(options).flatMap(([k, v]) => [`--${k}`, `${v}`])]);
    },
    output => output.includes('Ready to accept connections'),
  );
  return { given: { port, path: join(folder, 'redis.sock') }, stop };
}
