// Debian's PostgreSQL with a fresh database, whose users log in by SCRAM; on TCP, with TLS for who asks, and on a
// path. It refuses to run as root: then it runs as nobody.
import { chownSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { needTool } from '../../../scripts/fetch-tools.mjs';
import { type Identity, selfSigned } from './certificate.ts';
import type { Backdrop } from './compare.ts';
import { finished, launch, listening } from './processes.ts';

const NOBODY = 65534;
const PASSWORD = 'pass, wörd';

export async function postgres(): Promise<Backdrop> {
  const program = needTool('postgres');
  const identity = selfSigned();
  const { port, folder, stop } = await listening(
    async (at, dir) => {
      const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;
      if (as) chownSync(dir, as.uid, as.gid);
      const written = (name: string, text: string) => writeOwned(join(dir, name), text, as);
      const password = written('password', PASSWORD);
      const data = join(dir, 'data');
      // Beside the program itself, not beside a link to it.
      const initdb = join(dirname(realpathSync(program)), 'initdb');
      const login = ['-U', 'tester', '-A', 'scram-sha-256', '--pwfile', password];
      await finished(launch([initdb, '-D', data, '-N', '-E', 'UTF8', '--locale=C', ...login], as));
      const settings = settingsOf(dir, at, identity, written);
      return launch([program, '-D', data, ...settings.flatMap(setting => ['-c', setting])], as);
    },
    output => output.includes('ready to accept connections'),
  );
  return { given: { port, path: folder, user: 'tester', password: PASSWORD, ca: identity.cert }, stop };
}

function settingsOf(
  dir: string,
  port: number,
  { key, cert }: Identity,
  written: (name: string, text: string) => string,
): string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${dir}`,
    'ssl=on',
    `ssl_key_file=${written('key.pem', key)}`,
    `ssl_cert_file=${written('cert.pem', cert)}`,
    'fsync=off',
  ];
}

function writeOwned(path: string, text: string, owner?: { uid: number; gid: number }): string {
  writeFileSync(path, text, { mode: 0o600 });
  if (owner) chownSync(path, owner.uid, owner.gid);
  return path;
}
