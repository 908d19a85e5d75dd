// Node's Socket and Server are functions: http calls Server without `new`, older code inherits by
// `Socket.call(this)`, newer code by `extends`. This makes such a constructor of a class's methods.

/** What it returns, if anything, is what `new` gives instead. */
type Initialize<T> = (self: T, args: unknown[]) => object | undefined;

/**
 * A constructor named `name`, of `length` parameters, for `methods.prototype`, with `properties` on a prototype of its own. `initialize`
 * does what the class's constructor would; it must not rely on `new`. Objects of the runtime's own class of that
 * name go to that class, for where ours stands in its place the runtime's tls and tty call it on theirs.
 */
export function callable<T extends object>(
  name: string,
  length: number,
  methods: { prototype: T },
  properties: PropertyDescriptorMap,
  initialize: Initialize<T>,
  runtimes?: unknown,
): new (
  ...args: unknown[]
) => T {
  const made = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) {
      if (isInstance(this, runtimes)) return Reflect.apply(runtimes, this, args);
      if (!(this instanceof made)) return Reflect.construct(made, args);
    }
    return initialize(this as T, args);
  } as unknown as new (
    ...args: unknown[]
  ) => T;
  called(made, name, length);
  const base = Object.getPrototypeOf(methods);
  Object.setPrototypeOf(made, base);
  made.prototype = Object.create(base.prototype, {
    ...membersOf(methods.prototype),
    ...properties,
    constructor: { value: made, configurable: true, writable: true },
  });
  return made;
}

/** Gives a function the name and the number of parameters that programs see; a bundler has its own mind about both. */
export function called<F extends (...args: never[]) => unknown>(made: F, name: string, length: number): F;
export function called<C extends new (...args: never[]) => object>(made: C, name: string, length: number): C;
export function called(made: object, name: string, length: number): object {
  return Object.defineProperties(made, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
  });
}

/** Getters that Node has made without saying that they are to be listed, or has as properties of the object. */
const UNLISTED = new Set(['_connecting', '_connectionKey', '_handle', 'bufferSize', 'pending', 'readyState']);

/** A class's own members, listed by `for…in` as those that Node puts on a function's prototype. */
function membersOf(prototype: object): PropertyDescriptorMap {
  const members = Object.getOwnPropertyDescriptors(prototype) as PropertyDescriptorMap;
  for (const [name, member] of Object.entries(members)) member.enumerable = !UNLISTED.has(name);
  return members;
}

// biome-ignore lint/complexity/noBannedTypes: a class that is also called.
function isInstance(value: unknown, Class: unknown): Class is Function {
  return typeof Class === 'function' && value instanceof Class;
}
