// Streams give plain numbers, and are disposed of, as in QuickJS.

import { OutputStream } from 'wasi:io/streams@0.2.12';

const { checkWrite } = OutputStream.prototype;
OutputStream.prototype.checkWrite = function () {
  return Number(checkWrite.call(this));
};
// The name by which the bindings call it where the language has none.
if (!Symbol.dispose) Object.defineProperty(Symbol, 'dispose', { value: Symbol.for('dispose') });
