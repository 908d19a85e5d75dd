// What share of its time a peer process works: from its first work to its last report.

import { writeSync } from 'node:fs';

let began: number | undefined;
let cpuBegan = process.cpuUsage();

/** The first call starts the clock. */
export function startWork(): void {
  if (began !== undefined) return;
  began = performance.now();
  cpuBegan = process.cpuUsage();
}

/** Writes the report, a line of JSON: the share of one processor, null when there was no work. */
export function tellWork(): void {
  const { user, system } = process.cpuUsage(cpuBegan);
  const share = began === undefined ? null : (user + system) / 1000 / (performance.now() - began);
  writeSync(1, `${JSON.stringify({ share })}\n`);
}
