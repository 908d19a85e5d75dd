// What `import`, `require` and `wasi-net/trace` share in one program. The package holds its code as an ES module
// and as CommonJS, for neither serves both: Node 20 cannot require the one, and is slow to import the other.
// Whichever is loaded first makes the net and leaves it here, under a name of this version, for the other.

import type { Net } from '../index.ts';
import type { Trace } from '../net/trace.ts';

/** The package's version: the build puts it in. */
declare const WASI_NET_VERSION: string;

export interface Shared {
  readonly net: Net;
  readonly trace: Trace;
}

const kShared = Symbol.for(`wasi-net@${WASI_NET_VERSION}`);

/** What was left here, or what `make` gives and leaves. */
export function shared(make: () => Shared): Shared {
  return found() ?? leave(make());
}

/** What was left here. */
export function found(): Shared | undefined {
  return Reflect.get(globalThis, kShared);
}

function leave(made: Shared): Shared {
  Object.defineProperty(globalThis, kShared, { value: made });
  return made;
}
