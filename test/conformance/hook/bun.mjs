// Loaded before a test on Bun when the implementation is an ES module: facade.cjs finds it here.
const loaded = await import(process.env.CONFORMANCE_IMPL);
globalThis[Symbol.for('wasi-net conformance implementation')] = loaded.default ?? loaded;
