// util.types. What a value is, asked of the methods that only such values answer; `Symbol.toStringTag` can lie.
// Of Proxies, and of whether a function is `async`, an engine tells nothing: isProxy knows none, and the build has
// made generators of async functions.

type Check = (value: unknown) => boolean;

/** True for values on which `method` does not throw. */
function answers(method: ((this: never) => unknown) | undefined): Check {
  return value => {
    if (typeof value !== 'object' || value === null || !method) return false;
    try {
      method.call(value as never);
      return true;
    } catch {
      return false;
    }
  };
}

function getter(prototype: object, name: PropertyKey): (() => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

function tagged(tag: string): Check {
  return value => Object.prototype.toString.call(value) === `[object ${tag}]`;
}

const tagOfTyped = getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag) as () => unknown;
const TYPED = ['Uint8', 'Uint8Clamped', 'Uint16', 'Uint32', 'Int8', 'Int16', 'Int32', 'Float16', 'Float32'];
const typed = [...TYPED, 'Float64', 'BigInt64', 'BigUint64'].map(kind => {
  const name = `${kind}Array`;
  const check: Check = value => tagOfTyped.call(value) === name;
  return [`is${name}`, check] as const;
});

const isArrayBuffer = answers(getter(ArrayBuffer.prototype, 'byteLength'));
const isSharedArrayBuffer = answers(
  typeof SharedArrayBuffer === 'function' ? getter(SharedArrayBuffer.prototype, 'byteLength') : undefined,
);
const boxed = (type: string): Check => {
  const prototype = Object(globalThis)[type].prototype as { valueOf(this: never): unknown };
  return answers(prototype.valueOf);
};
const boxes = ['Number', 'String', 'Boolean', 'BigInt', 'Symbol'].map(
  type => [`is${type}Object`, boxed(type)] as const,
);

export const types: Record<string, Check> = {
  isExternal: () => false,
  isDate: answers(Date.prototype.getTime),
  isArgumentsObject: value => typeof value === 'object' && tagged('Arguments')(value),
  ...Object.fromEntries(boxes),
  isBoxedPrimitive: value => boxes.some(([, check]) => check(value)),
  isNativeError: value =>
    value instanceof Error &&
    !(value instanceof (globalThis.DOMException ?? Set)) &&
    tag(value) === '[object Error]',
  isRegExp: value => value instanceof RegExp || tagged('RegExp')(value),
  isAsyncFunction: tagged('AsyncFunction'),
  isGeneratorFunction: value => /^\[object (Async)?GeneratorFunction\]$/.test(tag(value)),
  isGeneratorObject: value => /^\[object (Async)?Generator\]$/.test(tag(value)),
  isPromise: value => value instanceof Promise,
  isMap: answers(getter(Map.prototype, 'size')),
  isSet: answers(getter(Set.prototype, 'size')),
  isMapIterator: tagged('Map Iterator'),
  isSetIterator: tagged('Set Iterator'),
  isWeakMap: value => isWeak(value, WeakMap),
  isWeakSet: value => isWeak(value, WeakSet),
  isArrayBuffer,
  isDataView: answers(getter(DataView.prototype, 'byteLength')),
  isSharedArrayBuffer,
  isProxy: () => false,
  isModuleNamespaceObject: tagged('Module'),
  isAnyArrayBuffer: value => isArrayBuffer(value) || isSharedArrayBuffer(value),
  isCryptoKey: value => tagged('CryptoKey')(value),
  isKeyObject: value => tagged('KeyObject')(value),
  isArrayBufferView: value => ArrayBuffer.isView(value),
  isTypedArray: value => tagOfTyped.call(value) !== undefined,
  ...Object.fromEntries(typed),
};

function tag(value: unknown): string {
  return Object.prototype.toString.call(value);
}

function isWeak(value: unknown, Class: typeof WeakMap | typeof WeakSet): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    Class.prototype.has.call(value as never, Class);
    return true;
  } catch {
    return false;
  }
}
