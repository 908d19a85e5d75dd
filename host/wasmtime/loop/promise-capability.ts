// Promises of any class, as the functions of Promise make them. ECMA-262 27.2.1.5, 7.3.22

export type Settle = (value: unknown) => void;
export type Executor = (resolve: Settle, reject: Settle) => void;
export type Constructor = new (executor: Executor) => object;

/** A promise of any class and what settles it. */
export interface Capability {
  promise: object;
  resolve: Settle;
  reject: Settle;
}

export function capabilityOf(Class: unknown): Capability {
  if (!isConstructor(Class)) throw new TypeError(`${typeof Class} is not a constructor`);
  let resolve: unknown;
  let reject: unknown;
  const promise = new Class((first, second) => {
    if (resolve !== undefined || reject !== undefined) {
      throw new TypeError('Promise executor has already been invoked with non-undefined arguments');
    }
    resolve = first;
    reject = second;
  });
  if (typeof resolve !== 'function' || typeof reject !== 'function') {
    throw new TypeError('Promise resolve or reject function is not callable');
  }
  return { promise, resolve: resolve as Settle, reject: reject as Settle };
}

/** The class of what is made from that promise. */
export function speciesOf(promise: object, usual: unknown): unknown {
  const Class: unknown = promise.constructor;
  if (Class === usual || Class === undefined) return usual;
  if (typeof Class !== 'object' && typeof Class !== 'function') {
    throw new TypeError('The .constructor property is not an object');
  }
  const Species = (Class as { [Symbol.species]?: unknown })[Symbol.species] ?? usual;
  if (!isConstructor(Species)) throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  return Species;
}

function isConstructor(value: unknown): value is Constructor {
  if (typeof value !== 'function') return false;
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}
