// node:os. A guest sees nothing of the machine: what it is asked of it is unknown, and said so by empty lists and zeros,
// as Node does where a system does not tell.

import { errnoOf } from '../../net/system-errors.ts';
import { validateInteger } from './errors.ts';
import { constants } from './os/constants.ts';

/** What the system does not answer. */
function unsupported(syscall: string): Error {
  const info = { errno: errnoOf('ENOSYS'), code: 'ENOSYS', message: 'function not implemented', syscall };
  const error = new Error(`A system error occurred: ${syscall} returned ENOSYS (function not implemented)`);
  return Object.assign(error, {
    name: 'SystemError',
    code: 'ERR_SYSTEM_ERROR',
    info,
    errno: info.errno,
    syscall,
  });
}

function home(): string {
  return globalThis.process.env.HOME ?? '/';
}

function getPriority(pid = 0): number {
  validateInteger(pid, 'pid', -(2 ** 31), 2 ** 31 - 1);
  return 0;
}

function tmpdir(): string {
  const { TMPDIR, TMP, TEMP } = globalThis.process.env;
  const folder = TMPDIR || TMP || TEMP || '/tmp';
  return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder;
}

export default {
  arch: () => globalThis.process.arch,
  availableParallelism: () => 1,
  cpus: () => [],
  endianness: () => 'LE',
  freemem: () => 0,
  getPriority,
  homedir: home,
  hostname: () => globalThis.process.env.HOSTNAME ?? 'localhost',
  loadavg: () => [0, 0, 0],
  networkInterfaces: () => ({}),
  platform: () => globalThis.process.platform,
  release: () => '',
  setPriority(): never {
    throw unsupported('uv_os_setpriority');
  },
  tmpdir,
  totalmem: () => 0,
  type: () => 'Linux',
  userInfo(): never {
    throw unsupported('uv_os_get_passwd');
  },
  uptime: () => globalThis.process.uptime(),
  version: () => '',
  machine: () => 'wasm32',
  constants,
  EOL: '\n',
  devNull: '/dev/null',
};
