// Completes package-lock.json: a registry that does not carry the packages of every platform leaves them out of
// the lock, and `npm ci` then refuses it. They are named here with the platform their name tells, so that npm
// passes over them. Run it after `npm install`: `node scripts/lock-platforms.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'x64',
  'ia32',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'mips64el',
  'wasm32',
];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
let added = 0;
for (const from of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(from.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place]) continue;
    lock.packages[place] = {
      version: version.replace(/^[\^~]/, ''),
      ...platformOf(name),
      dev: true,
      optional: true,
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${FILE}: ${added} packages of other platforms added`);

function platformOf(name) {
  const words = name.slice(name.indexOf('/') + 1).split('-');
  const os = SYSTEMS.find(system => words.includes(system));
  const cpu = PROCESSORS.find(processor => words.includes(processor));
  if (!os && !cpu) throw new Error(`${name}: for which platform?`);
  const libc = words.some(word => word.startsWith('musl')) ? { libc: ['musl'] } : {};
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(os ? { os: [os] } : {}), ...libc };
}
