// Loaded before a test when the implementation is an ES module: it is imported here, while `net` is still the
// runtime's own, and only then does the hook replace it.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

if (process.env.CONFORMANCE_IMPL) {
  const loaded = await import(pathToFileURL(process.env.CONFORMANCE_IMPL).href);
  globalThis[Symbol.for('wasi-net conformance implementation')] = loaded.default ?? loaded;
  createRequire(import.meta.url)('./hook.cjs');
}
