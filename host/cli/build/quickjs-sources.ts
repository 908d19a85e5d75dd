// QuickJS keeps the text of each function, for its `toString`, and that of a function within another once more: a third of
// a component. The functions of built-ins do not need theirs: they say that they are native, as those of an engine do.
//
// A function is known by a pointer to its text, ended by a zero, and the length of the text in front of the pointer
// (quickjs.c: JSFunctionBytecode); and nothing is touched that is not exactly a part of a module's text. Where an
// engine has it in another way, texts stay.

import { withModules, withSections } from './wasm/binary.ts';
import { DATA, dataOf, memoryOf } from './wasm/memory.ts';

/** From the pointer back to the length. */
const LENGTH = -12;
/** Shorter ones do not pay. */
const SHORTEST = 48;
const QUOTE = 0x22;

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
  for (let pointer = -LENGTH; pointer + 4 <= memory.length; pointer += 4) {
    const start = view.getUint32(pointer, true);
    const length = view.getUint32(pointer + LENGTH, true);
    const end = start + length;
    if (start === 0 || length < SHORTEST || end >= memory.length || memory[end] !== 0) continue;
    const source = Buffer.from(memory.buffer, start, length);
    if (source[0] === 0) continue;
    if (!native.include(source) && !(source[0] === QUOTE && wrappers.include(source))) continue;
    const text = nativeText(source.toString('latin1'));
    if (text.length >= length) continue;
    source.fill(0);
    source.write(text, 'latin1');
    view.setUint32(pointer + LENGTH, text.length, true);
  }
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
