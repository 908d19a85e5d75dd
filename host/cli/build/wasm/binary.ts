// The binary form of modules and components, as far as sections: https://webassembly.github.io/spec/core/binary and
// component-model/design/mvp/Binary.md. Both begin with eight bytes, and go on with sections of an id and a length.

const HEADER = 8;
/** Sections of a component. */
const CORE_MODULE = 1;
const COMPONENT = 4;
/** Where the header says which of the two it is. */
const LAYER = 6;

export interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

/** A component with each of its core modules, also those of components within it, as `rewrite` gives it back. */
export function withModules(component: Uint8Array, rewrite: (module: Uint8Array) => Uint8Array): Uint8Array {
  if (component[LAYER] === 0) return rewrite(component);
  return withSections(component, ({ id, body }) =>
    id === CORE_MODULE || id === COMPONENT ? withModules(body, rewrite) : body,
  );
}

/** A module or component with the bodies of its sections as `rewrite` gives them back. */
export function withSections(binary: Uint8Array, rewrite: (section: Section) => Uint8Array): Uint8Array {
  const parts = [binary.subarray(0, HEADER)];
  for (let at = HEADER; at < binary.length; ) {
    const id = binary[at];
    const [length, start] = readUnsigned(binary, at + 1);
    const body = rewrite({ id, body: binary.subarray(start, start + length) });
    parts.push(Uint8Array.of(id, ...unsigned(body.length)), body);
    at = start + length;
  }
  return Buffer.concat(parts);
}

/** An unsigned LEB128 number, and where it ends. */
export function readUnsigned(bytes: Uint8Array, at: number): [number, number] {
  let [value, end, unit] = [0, at, 1];
  for (;;) {
    const byte = bytes[end++];
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) return [value, end];
    unit *= 0x80;
  }
}

export function unsigned(value: number): number[] {
  const bytes = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
