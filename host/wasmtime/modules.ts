// The built-ins of a program, and the `require` of what the build did not find: a package that is optional, or a name
// that is made up only when the program runs.

const modules: Record<string, unknown> = {};

/** The program's built-ins, before it is evaluated. */
export function give(builtins: Record<string, unknown>): void {
  Object.assign(modules, builtins);
}

export function builtin(name: string): unknown {
  return modules[name];
}

export function require(specifier: string): unknown {
  const name = String(specifier).replace(/^node:/, '');
  if (Object.hasOwn(modules, name)) return modules[name];
  throw Object.assign(new Error(`Cannot find module '${specifier}'`), {
    code: 'MODULE_NOT_FOUND',
    requireStack: [],
  });
}

/** Gives a class or function its own name back, where the bundler gave it another. */
export function named(value: object, given: string, own: string): void {
  const name = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  if (name === given || name === '') Object.defineProperty(value, 'name', { value: own, configurable: true });
}
