// Node's Socket and Server are functions: http calls Server without `new`, older code inherits by
// `Socket.call(this)`, newer code by `extends`. This makes such a constructor of a class's methods.

/** What it returns, if anything, is what `new` gives instead. */
type Initialize<T> = (self: T, args: unknown[]) => object | undefined;

/**
 * A constructor named `name` for `methods.prototype`, with `properties` on a prototype of its own. `initialize`
 * does what the class's constructor would; it must not rely on `new`. Objects of the runtime's own class of that
 * name go to that class, for where ours stands in its place the runtime's tls and tty call it on theirs.
 */
export function callable<T extends object>(
  name: string,
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
  Object.defineProperty(made, 'name', { value: name, configurable: true });
  Object.setPrototypeOf(made, Object.getPrototypeOf(methods));
  made.prototype = Object.create(methods.prototype, {
    ...properties,
    constructor: { value: made, configurable: true, writable: true },
  });
  return made;
}

// biome-ignore lint/complexity/noBannedTypes: a class that is also called.
function isInstance(value: unknown, Class: unknown): Class is Function {
  return typeof Class === 'function' && value instanceof Class;
}
