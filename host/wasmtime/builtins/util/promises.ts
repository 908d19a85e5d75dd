// util.promisify and util.callbackify. node: lib/internal/util.js, lib/util.js

import { coded, validateFunction } from '../errors.ts';

type Callback = (error: unknown, ...values: unknown[]) => void;
// biome-ignore lint/suspicious/noExplicitAny: any function
type AnyFunction = (...args: any[]) => any;

const kCustom: unique symbol = Symbol.for('nodejs.util.promisify.custom') as never;
/** Names for the values of a callback that gets more than one: the promise is of an object then. */
export const kArguments = Symbol.for('nodejs.util.promisify.customArgs');

export function promisify(original: AnyFunction & { [kCustom]?: AnyFunction }): AnyFunction {
  validateFunction(original, 'original');
  const custom = original[kCustom];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    return Object.defineProperty(custom, kCustom, { value: custom, configurable: true });
  }
  const names = (original as { [kArguments]?: string[] })[kArguments];
  function promised(this: unknown, ...args: unknown[]) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [
        ...args,
        (error: unknown, ...values: unknown[]) => {
          if (error) return reject(error);
          if (!names || values.length < 2) return resolve(values[0]);
          resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
        },
      ]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  Object.defineProperty(promised, kCustom, { value: promised, configurable: true });
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}

promisify.custom = kCustom;

export function callbackify(original: AnyFunction): AnyFunction {
  validateFunction(original, 'original');
  function withCallback(this: unknown, ...args: unknown[]) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const tell: Callback = (callback as Callback).bind(this);
    (Reflect.apply(original, this, args) as Promise<unknown>).then(
      value => globalThis.process.nextTick(tell, null, value),
      error => globalThis.process.nextTick(tell, reasonOf(error)),
    );
  }
  const { name, length } = Object.getOwnPropertyDescriptors(original);
  return Object.defineProperties(withCallback, {
    ...Object.getOwnPropertyDescriptors(original),
    name: { ...name, value: `${name.value}Callbackified` },
    length: { ...length, value: length.value + 1 },
  });
}

/** A callback without an error would take a falsy reason for none. */
function reasonOf(reason: unknown): unknown {
  if (reason) return reason;
  const error = coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
  return Object.assign(error, { reason });
}
