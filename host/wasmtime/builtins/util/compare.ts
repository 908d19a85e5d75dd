// util.isDeepStrictEqual, and what assert's deepEqual takes for equal. node: lib/internal/util/comparisons.js

import { equal } from '../buffer/search.ts';
import { types } from './types.ts';

/** Pairs that are being compared further out: met again inside they are equal if all else is. */
type Open = Map<object, Set<object>>;

export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  return same(a, b, true, new Map());
}

export function isDeepEqual(a: unknown, b: unknown): boolean {
  return same(a, b, false, new Map());
}

/** Whether what `expected` has is deeply equal in `actual`, which may have more. */
export function isPartlyEqual(actual: unknown, expected: unknown): boolean {
  if (!isPlain(expected) || !isPlain(actual)) {
    if (!Array.isArray(expected) || !Array.isArray(actual)) return isDeepStrictEqual(actual, expected);
    let at = 0;
    return expected.every(item => {
      while (at < actual.length && !isPartlyEqual(actual[at], item)) at++;
      return at++ < actual.length;
    });
  }
  return Object.keys(expected).every(
    key => Object.hasOwn(actual, key) && isPartlyEqual(actual[key as never], expected[key as never]),
  );
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && tagOf(value) === '[object Object]';
}

function same(a: unknown, b: unknown, strict: boolean, open: Open): boolean {
  if (a === b) return a !== 0 || !strict || Object.is(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return samePrimitives(a, b, strict);
  }
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (tagOf(a) !== tagOf(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const inside = open.get(a);
  if (inside?.has(b)) return true;
  if (inside) inside.add(b);
  else open.set(a, new Set([b]));
  const result = sameObjects(a, b, strict, open);
  open.get(a)?.delete(b);
  return result;
}

function samePrimitives(a: unknown, b: unknown, strict: boolean): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  if (strict || typeof a === 'function' || typeof b === 'function') return false;
  if ((typeof a === 'object' && a !== null) || (typeof b === 'object' && b !== null)) return false;
  // biome-ignore lint/suspicious/noDoubleEquals: deepEqual compares primitives so
  return a == b;
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

type Matcher = [
  is: (value: unknown) => boolean,
  equal: (a: never, b: never, strict: boolean, open: Open) => boolean,
];

const MATCHERS: Matcher[] = [
  [Array.isArray, (a: unknown[], b: unknown[]) => a.length === b.length],
  [types.isDate, (a: Date, b: Date) => Object.is(a.getTime(), b.getTime())],
  [types.isRegExp, (a: RegExp, b: RegExp) => String(a) === String(b) && a.lastIndex === b.lastIndex],
  [
    value => types.isNativeError(value) || value instanceof Error,
    (a: Error & { errors?: unknown }, b: typeof a, strict, open) =>
      a.message === b.message &&
      a.name === b.name &&
      same(a.cause, b.cause, strict, open) &&
      same(a.errors, b.errors, strict, open),
  ],
  [types.isArrayBufferView, (a: ArrayBufferView, b: ArrayBufferView, strict) => sameViews(a, b, strict)],
  [types.isAnyArrayBuffer, (a: ArrayBuffer, b: ArrayBuffer) => equal(new Uint8Array(a), new Uint8Array(b))],
  [types.isSet, (a: Set<unknown>, b: Set<unknown>, strict, open) => sameSets(a, b, strict, open)],
  [
    types.isMap,
    (a: Map<unknown, unknown>, b: Map<unknown, unknown>, strict, open) => sameMaps(a, b, strict, open),
  ],
  [types.isBoxedPrimitive, (a: object, b: object) => Object.is(a.valueOf(), b.valueOf())],
  [value => types.isWeakMap(value) || types.isWeakSet(value) || types.isPromise(value), () => false],
];

function sameObjects(a: object, b: object, strict: boolean, open: Open): boolean {
  for (const [is, match] of MATCHERS) {
    if (!is(a)) {
      if (is(b)) return false;
      continue;
    }
    if (!is(b) || !match(a as never, b as never, strict, open)) return false;
    break;
  }
  return sameProperties(a, b, strict, open);
}

function sameViews(a: ArrayBufferView, b: ArrayBufferView, strict: boolean): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const floats = types.isFloat32Array(a) || types.isFloat64Array(a);
  if (!strict && floats) {
    const [one, other] = [a as Float64Array, b as Float64Array];
    return one.every((value, i) => value === other[i]);
  }
  const bytes = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return equal(bytes(a), bytes(b));
}

function keysOf(value: object, strict: boolean): PropertyKey[] {
  // The bytes of a view are compared as such.
  const keys: PropertyKey[] = Object.keys(value);
  const named = ArrayBuffer.isView(value) ? keys.filter(key => !/^\d+$/.test(key as string)) : keys;
  if (!strict) return named;
  const symbols = Object.getOwnPropertySymbols(value);
  return named.concat(symbols.filter(symbol => Object.prototype.propertyIsEnumerable.call(value, symbol)));
}

function sameProperties(a: object, b: object, strict: boolean, open: Open): boolean {
  const keys = keysOf(a, strict);
  if (keys.length !== keysOf(b, strict).length) return false;
  if (!keys.every(key => Object.prototype.propertyIsEnumerable.call(b, key))) return false;
  return keys.every(key => same(a[key as never], b[key as never], strict, open));
}

function sameSets(a: Set<unknown>, b: Set<unknown>, strict: boolean, open: Open): boolean {
  if (a.size !== b.size) return false;
  const others = [...b].filter(item => !a.has(item));
  for (const item of a) {
    if (b.has(item)) continue;
    if (strict && (typeof item !== 'object' || item === null)) return false;
    const at = others.findIndex(other => same(item, other, strict, open));
    if (at < 0) return false;
    others.splice(at, 1);
  }
  return true;
}

function sameMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>, strict: boolean, open: Open): boolean {
  if (a.size !== b.size) return false;
  const others = [...b].filter(([key]) => !a.has(key));
  for (const [key, value] of a) {
    if (b.has(key) && same(value, b.get(key), strict, open)) continue;
    if (b.has(key) && (strict || typeof key !== 'object')) return false;
    if (strict && (typeof key !== 'object' || key === null)) return false;
    const at = others.findIndex(
      ([other, theirs]) => same(key, other, strict, open) && same(value, theirs, strict, open),
    );
    if (at < 0) return false;
    others.splice(at, 1);
  }
  return true;
}
