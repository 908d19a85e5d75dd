// How every TypeScript program of the project (tests, examples, benchmarks) is bundled for Node: the packages it
// uses, wasi-net among them, stay outside.

export const forNode = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
};
