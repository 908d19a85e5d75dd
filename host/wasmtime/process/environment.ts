// process.env: the variables that the program was started with; all values are text. node: src/node_env_var.cc

import { getEnvironment } from 'wasi:cli/environment@0.2.12';
import { coded } from '../builtins/errors.ts';

/** Read at the first use, which is never while the component is made. */
let variables: Record<string, string> | undefined;

function all(): Record<string, string> {
  variables ??= Object.assign(Object.create(Object.prototype), Object.fromEntries(getEnvironment()));
  return variables as Record<string, string>;
}

function text(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return String(value);
}

export const environment: Record<string, string | undefined> = new Proxy({} as Record<string, string>, {
  get: (_, name) => Reflect.get(all(), name),
  has: (_, name) => typeof name === 'string' && name in all(),
  set(_, name, value) {
    all()[text(name)] = text(value);
    return true;
  },
  deleteProperty: (_, name) => Reflect.deleteProperty(all(), name),
  ownKeys: () => Reflect.ownKeys(all()),
  getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(all(), name),
  defineProperty(_, name, descriptor) {
    const { value, get, set, configurable, writable, enumerable } = descriptor;
    if (get || set) throw refusal('does not accept an accessor(getter/setter) descriptor');
    if (!configurable || !writable || !enumerable) {
      throw refusal('only accepts a configurable, writable, and enumerable data descriptor');
    }
    all()[text(name)] = text(value);
    return true;
  },
});

function refusal(why: string): Error {
  return coded(TypeError, 'ERR_INVALID_OBJECT_DEFINE_PROPERTY', `'process.env' ${why}`);
}
