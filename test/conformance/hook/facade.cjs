// The implementation as a module to require: what rewritten tests ask for where no hook reaches (see rewrite.mjs).
'use strict';

const { appendFileSync } = require('node:fs');

appendFileSync(process.env.CONFORMANCE_USED, '.');
const preloaded = globalThis[Symbol.for('wasi-net conformance implementation')];
const hook = require('node:module')[Symbol.for('wasi-net conformance hook')];
const loaded = preloaded ?? hook?.() ?? require(process.env.CONFORMANCE_IMPL);
module.exports = loaded.__esModule && loaded.default ? loaded.default : loaded;
