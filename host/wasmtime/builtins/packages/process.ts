// `process` as packages import it: the guest's, whose members are asked for when they are used.

const members = [
  'nextTick',
  'emitWarning',
  'stdout',
  'stderr',
  'env',
  'platform',
  'version',
  'cwd',
  'versions',
];
const process: Record<string, unknown> = {};
for (const name of members) {
  Object.defineProperty(process, name, {
    enumerable: true,
    get: () => globalThis.process[name as 'platform'],
  });
}

export default process;
