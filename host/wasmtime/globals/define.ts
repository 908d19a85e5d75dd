// How globals are put in place.

/** As a property that is not listed. */
export function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

/** A class of the web says its name in two places. A bundler renames what would be two of one name. */
export function nameClass(name: string, Class: { readonly prototype: object }): void {
  Object.defineProperty(Class, 'name', { value: name, configurable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
}

/** Those that an engine has stay. */
export function provide(globals: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(globals)) {
    if (!(name in globalThis)) define(globalThis, name, value);
  }
}
