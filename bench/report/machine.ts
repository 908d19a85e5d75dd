// Where, when and with what the numbers were made.

import { readFileSync } from 'node:fs';
import os from 'node:os';

export interface Machine {
  cpu: string;
  cores: number;
  kernel: string;
  node: string;
  /** Of wasi-net. */
  version: string;
  /** ISO day. */
  date: string;
}

/** Describes this machine; the working folder is the project's. */
export function thisMachine(): Machine {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() || os.arch(),
    cores: cpus.length,
    kernel: `${os.type()} ${os.release()}`,
    node: process.versions.node,
    version: JSON.parse(readFileSync('package.json', 'utf8')).version,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Open files that a process may have; Infinity where the system has no such limit. */
export function openFileLimit(): number {
  // Node raises its own limit to the hard one when it starts, and its children do the same.
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { hard: unknown } } };
  const hard = userLimits?.open_files?.hard;
  return typeof hard === 'number' ? hard : Number(hard) || Number.POSITIVE_INFINITY;
}
