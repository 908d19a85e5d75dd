// Events of an engine as lines of text: `12.5 client h16384 ESTABLISHED => FIN-WAIT-1`.

import { eventText } from '../../names.ts';

/** One event, as it happened at `time` in the engine of `process`. */
export function traceLine(
  time: number,
  process: string,
  handle: number,
  kind: number,
  a: number,
  b: number,
): string {
  return `${Math.round(time * 1000) / 1000} ${process} h${handle} ${eventText(kind, a, b)}`;
}
