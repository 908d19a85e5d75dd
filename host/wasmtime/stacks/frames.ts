// The stack of an error as Node has it, made of the one that the engine has: positions are those of the sources, and what the
// build has put between the functions of a program is left out.

import type { Positions } from './positions.ts';

export interface Program {
  /** The file of the program's own code; others are built-ins. */
  readonly file: string;
  /** Files whose frames nobody wants to see: the loop, and what async functions are made of. */
  readonly hidden: readonly string[];
  readonly positions: Positions;
}

interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const NATIVE = 'native';
/** A line as QuickJS has it, and as SpiderMonkey. */
const FRAMES = [
  /^ {4}at (?:(.+) \()?\/?([^()]+?)(?::(\d+):(\d+))?\)?$/,
  /^(?:(?:.*\/)?(.*?)<*)@([^@]+):(\d+):(\d+)$/,
];
/** What calls the program, in StarlingMonkey. */
const BINDINGS = /\/initializer\.js$/;
/** What calls the body of an async function (host/wasmtime/lowered.ts), and how the build calls that (lowering.ts). */
const CALLED = 'runAsync';
const BODY = /\$async$/;

/** The lines of a stack, without the error's own. */
export function shownFrames(stack: string, program: Program, most: number): string[] {
  const frames = stack.split('\n').flatMap(parsed);
  const shown: string[] = [];
  for (let at = 0; at < frames.length && shown.length < most; at++) {
    if (isHidden(frames, at, program)) {
      // Who called it has only called its body, which is above.
      if (frames[at].name === CALLED) at++;
      continue;
    }
    const line = shownFrame(frames[at], program);
    if (line !== undefined) shown.push(line);
  }
  return shown;
}

function parsed(line: string): Frame[] {
  const found = FRAMES[0].exec(line) ?? FRAMES[1].exec(line);
  if (!found) return [];
  const [, name = '', file, row, column] = found;
  return [{ name: name === '<anonymous>' ? '' : name, file, line: Number(row), column: Number(column) }];
}

/** A step of a generator is hidden with the file that takes it. */
function isHidden(frames: readonly Frame[], at: number, { hidden }: Program): boolean {
  const { file, name } = frames[at];
  if (hidden.includes(file) || BINDINGS.test(file)) return true;
  const next = frames[at + 1];
  return (
    file === NATIVE &&
    /^(next|throw|return|apply)$/.test(name) &&
    next !== undefined &&
    hidden.includes(next.file)
  );
}

function shownFrame(frame: Frame, program: Program): string | undefined {
  const place = placeOf(frame, program);
  // A module is a function of its path's name.
  const name = /[./]/.test(frame.name) ? '' : frame.name.replace(BODY, '');
  return place && (name === '' ? `    at ${place}` : `    at ${name} (${place})`);
}

function placeOf({ file, line, column }: Frame, program: Program): string | undefined {
  if (file === program.file) {
    const position = program.positions.find(line, column);
    return position && `${position.source}:${position.line}:${position.column}`;
  }
  if (Number.isNaN(line)) return '<anonymous>';
  const name = file.replace(/^(?:shared-)?(.+)\.mjs$/, (all, rest) =>
    all.startsWith('shared-') ? `node:internal/${rest}` : `node:${rest}`,
  );
  return `${name}:${line}:${column}`;
}
