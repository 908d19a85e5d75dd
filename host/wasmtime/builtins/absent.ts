// What guests do not have but packages load: functions that throw when they are called, with the reason. They never
// do nothing in silence.

import { coded } from './errors.ts';

type Thrower = (...args: unknown[]) => never;

/** A function, or a class, that cannot be used. */
export function absentFunction(name: string, why: string): Thrower {
  function absent(): never {
    throw unavailable(name, why);
  }
  return Object.defineProperty(absent, 'name', { value: name.slice(name.lastIndexOf('.') + 1) }) as Thrower;
}

function unavailable(name: string, why: string): Error {
  const message = `The feature ${name} is unavailable in a WebAssembly guest: ${why}`;
  return coded(TypeError, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message);
}

/** What a module has by each name: a function, values as they are, or something that throws when it is looked at. */
export type Shape = { [name: string]: 'function' | 'object' | { value: unknown } | { members: Shape } };

export function absentModule(name: string, why: string, shape: Shape): object {
  const module: Record<string, unknown> = {};
  for (const [member, kind] of Object.entries(shape)) {
    const path = `${name}.${member}`;
    if (kind === 'function') module[member] = absentFunction(path, why);
    else if (kind === 'object') {
      Object.defineProperty(module, member, {
        enumerable: true,
        get() {
          throw unavailable(path, why);
        },
      });
    } else if ('value' in kind) module[member] = kind.value;
    else module[member] = absentModule(path, why, kind.members);
  }
  return module;
}
