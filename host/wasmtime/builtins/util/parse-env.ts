// util.parseEnv: the text of a `.env` file.

import { validateString } from '../errors.ts';

const LINE = /^\s*(?:export\s+)?([\w.-]+)\s*=[^\S\n]*(?:"((?:\\.|[^"])*)"|'([^']*)'|`([^`]*)`|([^\n#]*))/gm;

export function parseEnv(content: string): Record<string, string> {
  validateString(content, 'content');
  const values: Record<string, string> = Object.create(null);
  for (const [, name, double, single, back, bare] of content.replaceAll('\r\n', '\n').matchAll(LINE)) {
    // Only between double quotes does \n stand for the end of a line.
    values[name] = double?.replaceAll('\\n', '\n') ?? single ?? back ?? bare.trim();
  }
  return values;
}
