// What a program's stacks need of its source map, as small as it can be: where functions are called, and where lines
// begin. Each line of the program is mapped by itself (host/wasmtime/stacks/positions.ts).

import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

/** What may be called, or looked into, from its first character on. */
const CALLED = /(?:(?:new|throw|await)\b|[\w$#]+\s*(?:[([.`]|\?\.))/y;

/** @param map the source map of `code`; sources that are no files are of no program */
export function programMap(code: string, map: string): { sources: string[]; mappings: string } {
  const { sources, mappings } = JSON.parse(map) as { sources: string[]; mappings: string };
  const text = code.split('\n');
  const names = sources.map(decodeURI);
  const isFile = (segment: SourceMapSegment) => segment.length > 1 && !names[segment[1] ?? 0].includes(':');
  const lines = decode(mappings).map((segments, at) => {
    const own = segments.map(segment =>
      isFile(segment) ? segment : ([segment[0]] satisfies SourceMapSegment),
    );
    return encode([needed(own, text[at])]);
  });
  return { sources: names, mappings: lines.join(';') };
}

function needed(segments: readonly SourceMapSegment[], text: string): SourceMapSegment[] {
  const kept: SourceMapSegment[] = [];
  for (const segment of segments) {
    const last = kept.at(-1);
    if (segment.length === 1) {
      if (last?.length !== 1) kept.push(segment);
      continue;
    }
    const [column, source, line, place] = segment;
    CALLED.lastIndex = column;
    const begins = last === undefined || last.length === 1 || last[1] !== source || last[2] !== line;
    if (begins || CALLED.test(text)) kept.push([column, source, line, place]);
  }
  return kept;
}
