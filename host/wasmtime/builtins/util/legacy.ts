// What util has had since its first years: inherits, deprecate, debuglog, and the `is…` of Node 0.x.

import inspected from 'node-inspect-extracted';
import { nodeError, validateFunction, validateString } from '../errors.ts';
import { types } from './types.ts';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

export function inherits(Class: AnyFunction & { super_?: unknown }, Base: AnyFunction): void {
  if (Class === undefined || Class === null)
    throw nodeError('ERR_INVALID_ARG_TYPE', 'ctor', 'Function', Class);
  if (Base === undefined || Base === null)
    throw nodeError('ERR_INVALID_ARG_TYPE', 'superCtor', 'Function', Base);
  if (Base.prototype === undefined) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'superCtor.prototype', 'Object', Base.prototype);
  }
  Object.defineProperty(Class, 'super_', { value: Base, writable: true, configurable: true });
  Object.setPrototypeOf(Class.prototype, Base.prototype);
}

const warned = new Set<string>();

/** The function, with a warning at its first call; one for all functions of that code. */
export function deprecate(original: AnyFunction, message: string, code?: string): AnyFunction {
  validateFunction(original, 'fn');
  if (code !== undefined) validateString(code, 'code');
  let told = false;
  function deprecated(this: unknown, ...args: unknown[]): unknown {
    if (!told) {
      told = true;
      if (code === undefined || !warned.has(code)) {
        globalThis.process.emitWarning(message, 'DeprecationWarning', code as string, deprecated);
      }
      if (code !== undefined) warned.add(code);
    }
    return new.target ? Reflect.construct(original, args, new.target) : Reflect.apply(original, this, args);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  return Object.defineProperties(deprecated, {
    name: { value: 'deprecated', configurable: true },
    length: { value: original.length, configurable: true },
  });
}

/** Writes to stderr when NODE_DEBUG has the name of the section; it is read at the first call. */
export function debuglog(section: string): AnyFunction & { readonly enabled: boolean } {
  const name = `${section}`.toUpperCase();
  let enabled: boolean | undefined;
  const isEnabled = () => {
    enabled ??= sections().some(each => each.test(name));
    return enabled;
  };
  const log: AnyFunction = (...args) => {
    if (!isEnabled()) return;
    const { pid, stderr } = globalThis.process;
    stderr.write(`${name} ${pid}: ${inspected.format(...args)}\n`);
  };
  return Object.defineProperty(log, 'enabled', { get: isEnabled }) as AnyFunction & { enabled: boolean };
}

function sections(): RegExp[] {
  const given = globalThis.process.env.NODE_DEBUG ?? '';
  return given
    .split(',')
    .filter(Boolean)
    .map(each => new RegExp(`^${each.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*')}$`, 'i'));
}

export function _extend(target: Record<string, unknown>, source: unknown): object {
  if (source === null || typeof source !== 'object') return target;
  return Object.assign(target, source);
}

export const kinds: Record<string, (value: unknown) => boolean> = {
  isArray: Array.isArray,
  isBoolean: value => typeof value === 'boolean',
  isNull: value => value === null,
  isNullOrUndefined: value => value === null || value === undefined,
  isNumber: value => typeof value === 'number',
  isString: value => typeof value === 'string',
  isSymbol: value => typeof value === 'symbol',
  isUndefined: value => value === undefined,
  isRegExp: types.isRegExp,
  isObject: value => value !== null && typeof value === 'object',
  isDate: types.isDate,
  isError: value => types.isNativeError(value) || value instanceof Error,
  isFunction: value => typeof value === 'function',
  isPrimitive: value => value === null || (typeof value !== 'object' && typeof value !== 'function'),
};
