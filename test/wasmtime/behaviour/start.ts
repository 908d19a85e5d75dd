// Starts an act in Wasmtime or, the same program, on Node.
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';
import { forNode } from '../../../scripts/bundling.mjs';
import { guestProgram } from '../../support/guest.ts';
import { type Running, startGuest, startNode } from '../../support/running.ts';

const ENTRY = 'test/wasmtime/behaviour/program.ts';
const component = await guestProgram(ENTRY);

export interface Started extends Running {
  /** What its next line says. */
  told(): Promise<never>;
}

export function inWasmtime(act: string, given: object = {}, flags?: string[]): Started {
  return telling(startGuest(component, [act, JSON.stringify(given)], flags));
}

/** The program for Node, in a file of its own. */
export async function onNodeToo(): Promise<(act: string, given: object) => Started> {
  const outfile = `.cache/guests/behaviour-${process.pid}.mjs`;
  mkdirSync('.cache/guests', { recursive: true });
  await build({ ...forNode, entryPoints: [ENTRY], outfile, outExtension: {} });
  return (act, given) => telling(startNode(outfile, [act, JSON.stringify(given)]));
}

function telling(running: Running): Started {
  return { ...running, told: async () => JSON.parse(await running.line()) as never };
}
