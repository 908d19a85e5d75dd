// The names of classes and functions. The bundler numbers those that two modules have: `Client` becomes `Client2`, which
// a program would see. Its source map says what they were called, and with that they are named again. What is added is at
// the end of a line, or before a function, where it moves no place that a stack names but on that line.

import { decode } from '@jridgewell/sourcemap-codec';

const MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;

/**
 * @param code of the bundle, with its source map as its last line
 * @param from how it imports what names again (host/wasmtime/modules.ts)
 */
export function withOwnNames(code: string, from: string): string {
  const encoded = MAP.exec(code)?.[1];
  if (encoded === undefined) throw new Error('the bundle has no source map');
  const { mappings, names } = JSON.parse(Buffer.from(encoded, 'base64').toString()) as {
    mappings: string;
    names: string[];
  };
  const lines = code.split('\n');
  decode(mappings).forEach((segments, at) => {
    for (const [column, , , , name] of segments) {
      if (name !== undefined) lines[at] = renamed(lines[at], column, names[name]);
    }
  });
  const text = lines.join('\n');
  if (!text.includes('__wasiNetNamed(')) return text;
  return text.replace(MAP, map => `\nimport { named as __wasiNetNamed } from ${JSON.stringify(from)};${map}`);
}

function renamed(line: string, column: number, name: string): string {
  const own = /^[\w$]+/.exec(line.slice(column))?.[0];
  if (own === undefined || own === name) return line;
  const texts = `${JSON.stringify(own)}, ${JSON.stringify(name)}`;
  const [before, after] = [line.slice(0, column), line.slice(column + own.length)];
  if (
    /^( = class\b.*| extends .*|) \{$/.test(after) &&
    (after.startsWith(' =') || before.endsWith('class '))
  ) {
    return `${line} static { __wasiNetNamed(this, ${texts}); }`;
  }
  if (/^ *(?:async )?function\*? ?$/.test(before)) return `__wasiNetNamed(${own}, ${texts}); ${line}`;
  return line;
}
