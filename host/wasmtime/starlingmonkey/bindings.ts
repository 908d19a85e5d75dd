// What StarlingMonkey's bindings give is as what QuickJS's do.

import { OutputStream } from 'wasi:io/streams@0.2.12';

const { checkWrite } = OutputStream.prototype;
OutputStream.prototype.checkWrite = function () {
  return Number(checkWrite.call(this));
};

// The name by which the bindings call it where the language has none.
if (!Symbol.dispose) Object.defineProperty(Symbol, 'dispose', { value: Symbol.for('dispose') });

// Lists of bytes come in buffers of another realm's class.
const { get: byteLength } = Object.getOwnPropertyDescriptor(
  ArrayBuffer.prototype,
  'byteLength',
) as PropertyDescriptor & { get(): number };
Object.defineProperty(ArrayBuffer, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (this !== ArrayBuffer) return Function.prototype[Symbol.hasInstance].call(this, value);
    try {
      byteLength.call(value);
      return true;
    } catch {
      return false;
    }
  },
});
