// QuickJS keeps the text of each function, for its `toString`, and that of a function within another once more: a third of
// a component. The functions of built-ins do not need theirs: they say that they are native, as those of an engine do.
//
// A function is an object in the engine's list of all objects (quickjs.c: JSFunctionBytecode), with a length and a pointer
// to its text. That list is what it is known by: its neighbours point back to it. Where an engine lays functions out in
// another way, none is found and texts stay.

import { withModules, withSections } from './wasm/binary.ts';
import { DATA, dataOf, memoryOf } from './wasm/memory.ts';

/** Of a function, in bytes, with pointers of 32 bits: its kind, its place in the list, the length and the text. */
const KIND = 3;
const NEXT = 8;
const PREVIOUS = 12;
const LENGTH = 76;
const TEXT = 88;
/** The kind of a function. */
const FUNCTION = 1;
/** Shorter ones do not pay. */
const SHORTEST = 48;
/** What the bundler puts around a module. A program's own method with such a name is taken for one, and loses its text. */
const WRAPPER = /^"[^"\n]*[./][^"\n]*"\((?:exports\w*(?:, ?module\w*)?)?\) ?\{/;

/**
 * @param builtins texts of the modules whose functions are to be native
 * @param program of this one only those that the bundler has put around modules, which go by their files' names
 */
export function withNativeFunctions(
  component: Uint8Array,
  builtins: readonly string[],
  program: string,
): Uint8Array {
  return withModules(component, module =>
    withSections(module, ({ id, body }) => {
      const memory = id === DATA && memoryOf(body);
      if (!memory) return body;
      makeNative(memory, builtins, program);
      return dataOf(memory);
    }),
  );
}

function makeNative(memory: Uint8Array, builtins: readonly string[], program: string): void {
  const view = new DataView(memory.buffer);
  const native = new Texts(builtins);
  const wrappers = new Texts([program]);
  for (let at = 0; at + TEXT + 4 <= memory.length; at += 4) {
    if (memory[at + KIND] !== FUNCTION || !isListed(view, at + NEXT)) continue;
    const start = view.getUint32(at + TEXT, true);
    const length = view.getUint32(at + LENGTH, true);
    if (start === 0 || length < SHORTEST || start + length > memory.length) continue;
    const source = Buffer.from(memory.buffer, start, length);
    if (
      !native.include(source) &&
      !(WRAPPER.test(source.toString('latin1', 0, 512)) && wrappers.include(source))
    )
      continue;
    const text = nativeText(source.toString('latin1'));
    if (text.length >= length) continue;
    source.fill(0);
    source.write(text, 'latin1');
    view.setUint32(at + LENGTH, text.length, true);
  }
}

/** Whether those before and after it in a list have this as their neighbour. */
function isListed(view: DataView, at: number): boolean {
  const next = view.getUint32(at, true);
  const previous = view.getUint32(at + PREVIOUS - NEXT, true);
  const last = view.byteLength - 8;
  if (next === 0 || previous === 0 || next > last || previous > last) return false;
  return view.getUint32(next + PREVIOUS - NEXT, true) === at && view.getUint32(previous, true) === at;
}

/** What `toString` gives then. Classes stay classes: those who print values look for that word. */
function nativeText(source: string): string {
  const head = /^class\b[^{]*\{/.exec(source)?.[0];
  if (head) return `${head} [native code] }`;
  const name = /^(?:async )?(?:function ?)?(?:get |set )?[*]?([\w$#]*)/.exec(source)?.[1];
  return `function ${name}() { [native code] }`;
}

/** Texts in which others are looked for; those that follow each other are mostly in the same. */
class Texts {
  readonly #texts: Buffer[];
  #last = 0;

  constructor(texts: readonly string[]) {
    this.#texts = texts.map(text => Buffer.from(text));
  }

  include(part: Buffer): boolean {
    if (this.#texts[this.#last]?.includes(part)) return true;
    const found = this.#texts.findIndex(text => text.includes(part));
    if (found >= 0) this.#last = found;
    return found >= 0;
  }
}
