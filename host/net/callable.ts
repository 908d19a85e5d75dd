// Node's Socket and Server are functions: http calls Server without `new`, older code inherits by
// `Socket.call(this)`, newer code by `extends`. This makes such a constructor of a class's methods.

type Initialize<T> = (self: T, args: unknown[]) => void;

/**
 * A constructor named `name` for `methods.prototype`, with `properties` on a prototype of its own. `initialize`
 * does what the class's constructor would; it must not rely on `new`.
 */
export function callable<T extends object>(
  name: string,
  methods: { prototype: T },
  properties: PropertyDescriptorMap,
  initialize: Initialize<T>,
): new (
  ...args: unknown[]
) => T {
  const made = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined && !(this instanceof made)) return Reflect.construct(made, args);
    initialize(this as T, args);
    return undefined;
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
