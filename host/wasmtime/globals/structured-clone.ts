// structuredClone. WHATWG HTML 2.7; what is cloned and what is refused as in Node.

import { coded } from '../builtins/errors.ts';
import { types } from '../builtins/util/types.ts';

const ERRORS = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

export function structuredClone(...args: [value?: unknown, options?: { transfer?: unknown[] }]): unknown {
  if (args.length === 0) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The value argument must be specified');
  }
  const [value, options] = args;
  const seen = new Map<unknown, unknown>();
  for (const buffer of options?.transfer ?? []) {
    if (!(buffer instanceof ArrayBuffer)) throw refused('Value not transferable');
    seen.set(buffer, (buffer as ArrayBuffer & { transfer(): ArrayBuffer }).transfer());
  }
  return clone(value, seen);
}

function refused(message: string): DOMException {
  return new DOMException(message, 'DataCloneError');
}

function clone(value: unknown, seen: Map<unknown, unknown>): unknown {
  if (typeof value === 'symbol') throw refused(`${String(value)} could not be cloned.`);
  if (typeof value === 'function') throw refused(`${value} could not be cloned.`);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const copy = types.isNativeError(value) ? errorLike(value as Error) : shellOf(value, seen);
  seen.set(value, copy);
  if (types.isMap(value)) {
    for (const [key, item] of [...(value as Map<unknown, unknown>)]) {
      (copy as Map<unknown, unknown>).set(clone(key, seen), clone(item, seen));
    }
  } else if (types.isSet(value)) {
    for (const item of [...(value as Set<unknown>)]) (copy as Set<unknown>).add(clone(item, seen));
  } else if (types.isNativeError(value)) {
    if (Object.hasOwn(value, 'cause')) hide(copy as Error, 'cause', clone((value as Error).cause, seen));
  } else if (Array.isArray(value) || isPlain(value)) {
    for (const key of Object.keys(value)) {
      (copy as Record<string, unknown>)[key] = clone(value[key as never], seen);
    }
  }
  return copy;
}

/** Nothing but properties: whatever its class was, the copy is an Object. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]' || Symbol.toStringTag in value;
}

/** Of an error its class, message and stack are kept; a class of the program's own gives way to the one it extends. */
function errorLike(error: Error): Error {
  const Class = ERRORS.find(each => each.name === error.name) ?? Error;
  const made = new Class();
  hide(made, 'stack', String(error.stack));
  if ('message' in error) hide(made, 'message', String(error.message));
  return made;
}

function hide(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

/** The copy without what it holds. */
function shellOf(value: object, seen: Map<unknown, unknown>): unknown {
  if (Array.isArray(value)) return new Array(value.length);
  if (types.isBoxedPrimitive(value)) {
    if (types.isSymbolObject(value)) throw refused('[object Symbol] could not be cloned.');
    return Object(value.valueOf());
  }
  if (types.isDate(value)) return new Date((value as Date).getTime());
  if (types.isRegExp(value)) return new RegExp((value as RegExp).source, (value as RegExp).flags);
  if (types.isArrayBuffer(value)) return (value as ArrayBuffer).slice(0);
  if (types.isSharedArrayBuffer(value)) return value;
  if (ArrayBuffer.isView(value)) return cloneView(value, seen);
  if (types.isMap(value)) return new Map();
  if (types.isSet(value)) return new Set();
  if (
    types.isWeakMap(value) ||
    types.isWeakSet(value) ||
    types.isPromise(value) ||
    value instanceof WeakRef
  ) {
    throw refused(`#<${value.constructor.name}> could not be cloned.`);
  }
  return {};
}

function cloneView(value: ArrayBufferView, seen: Map<unknown, unknown>): unknown {
  const buffer = clone(value.buffer, seen) as ArrayBuffer;
  if (types.isDataView(value)) return new DataView(buffer, value.byteOffset, value.byteLength);
  const tag = Object.prototype.toString.call(value).slice(8, -1) as 'Uint8Array';
  const Class = globalThis[tag];
  return new Class(buffer, value.byteOffset, (value as Uint8Array).length);
}
