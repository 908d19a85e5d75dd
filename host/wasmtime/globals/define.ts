// How globals are put in place.

/** As a property that is not listed. */
export function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

/** Those that an engine has stay. A class goes by the name of its global: a bundler renames what would be two of one. */
export function provide(globals: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(globals)) {
    if (typeof value === 'function') {
      Object.defineProperty(value, 'name', { value: name, configurable: true });
    }
    if (!(name in globalThis)) define(globalThis, name, value);
  }
}
