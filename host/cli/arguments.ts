// The command line, as a command. What cannot be understood is told in one line.

import { basename, extname } from 'node:path';
import { GUESTS, type GuestName } from './build/guests.ts';
import { Failure, USAGE } from './failure.ts';

export interface BuildCommand {
  readonly name: 'build';
  readonly entry: string;
  readonly output: string;
  readonly guest: GuestName;
  readonly minify: boolean;
}

export interface RunCommand {
  readonly name: 'run';
  readonly entry: string;
  /** What the program is given. */
  readonly args: readonly string[];
  readonly guest: GuestName;
  readonly minify: boolean;
}

export type Command = BuildCommand | RunCommand | { readonly name: 'help' | 'version' };

interface Options {
  readonly words: string[];
  output?: string;
  guest: GuestName;
  minify: boolean;
}

/** @param args what follows the name of the program */
export function parseCommand(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return { name: 'version' };
  if (name === undefined) throw new Failure(`say what to do: ${SEE_HELP}`, USAGE);
  const asked = name === '--help' || name === '-h' || name === 'help';
  if (asked || (isCommand(name) && asksForHelp(name, rest))) return { name: 'help' };
  if (name === 'build') return buildCommand(rest);
  if (name === 'run') return runCommand(rest);
  throw new Failure(`'${name}' is no command: ${SEE_HELP}`, USAGE);
}

const SEE_HELP = '`wasi-net --help` shows how';

function isCommand(name: string): boolean {
  return name === 'build' || name === 'run';
}

/** The program's own arguments are not ours to read. */
function asksForHelp(command: string, rest: readonly string[]): boolean {
  const end = command === 'run' ? rest.findIndex(word => !word.startsWith('-')) : -1;
  const ours = end < 0 ? rest : rest.slice(0, end);
  return ours.includes('--help') || ours.includes('-h');
}

function buildCommand(args: readonly string[]): BuildCommand {
  const { words, output, guest, minify } = readOptions('build', args);
  const [entry, ...more] = words;
  if (entry === undefined)
    throw new Failure('build: which program? For instance `wasi-net build app.ts`', USAGE);
  if (more.length > 0) throw new Failure(`build: one program at a time, not also '${more[0]}'`, USAGE);
  return {
    name: 'build',
    entry,
    output: output ?? `${basename(entry, extname(entry))}.wasm`,
    guest,
    minify,
  };
}

function runCommand(args: readonly string[]): RunCommand {
  const { words, guest, minify } = readOptions('run', args);
  const [entry, ...own] = words;
  if (entry === undefined) throw new Failure('run: which program? For instance `wasi-net run app.ts`', USAGE);
  return { name: 'run', entry, args: own, guest, minify };
}

function readOptions(command: 'build' | 'run', args: readonly string[]): Options {
  const options: Options = { words: [], guest: 'quickjs', minify: false };
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (command === 'run' && options.words.length > 0) {
      options.words.push(word);
      continue;
    }
    if (!word.startsWith('-') || word === '-') {
      options.words.push(word);
      continue;
    }
    const [option, joined] = word.startsWith('--') ? split(word) : [word, undefined];
    const value = () => joined ?? args[++at];
    if (option === '--minify' && joined === undefined) options.minify = true;
    else if (option === '--guest') options.guest = guestNamed(command, value());
    else if (command === 'build' && (option === '-o' || option === '--output'))
      options.output = given(command, option, value());
    else throw new Failure(`${command}: unknown option ${word}: ${SEE_HELP}`, USAGE);
  }
  return options;
}

function split(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function given(command: string, option: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new Failure(`${command}: ${option} needs a value`, USAGE);
  return value;
}

function guestNamed(command: string, value: string | undefined): GuestName {
  const name = given(command, '--guest', value);
  const guest = GUESTS.find(known => known === name);
  if (guest === undefined)
    throw new Failure(`${command}: --guest is ${GUESTS.join(' or ')}, not '${name}'`, USAGE);
  return guest;
}
